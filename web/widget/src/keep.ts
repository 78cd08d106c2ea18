// What outlives a page: the chat's secret and the visitor's key, first-party and in this browser only, and what the site's
// other tabs need to know. Where a browser keeps nothing, a chat lasts as long as its page.

import { newID, type OutboxStore } from '../../link/link'
import type { Request } from '../../link/protocol.gen'

/** A chat that goes on. */
export interface Kept {
  secret: string
  /** The frame that asked for it: sent again with its id until the chat is known. */
  ask: Request
  chat?: string
  /** The page that was told last, if it is not the first. */
  page?: string
}

/** What tabs tell each other: I am here; so am I; I go; there is a chat; forget everything. */
type Word = 'hi' | 'here' | 'bye' | 'chat' | 'out'

const YEAR = 365 * 24 * 3_600_000

/** A storage that may be forbidden or full: then the page goes on without. */
function box(store: () => Storage, prefix: string) {
  return {
    get(name: string) {
      try {
        return JSON.parse(store().getItem(prefix + name) ?? 'null')
      } catch {}
    },
    set(name: string, value: unknown = null) {
      try {
        store().setItem(prefix + name, JSON.stringify(value))
      } catch {}
    },
  }
}

export type Keep = ReturnType<typeof keep>

export function keep(deployment: string, heard: (word: Word) => void) {
  const prefix = `switchboard.${deployment}.`
  const site = box(() => localStorage, prefix)
  const tab = box(() => sessionStorage, prefix)
  const me = newID()
  const others = new Set<string>()
  const channel = new BroadcastChannel(prefix)
  const tell = (word: Word): void => channel.postMessage([word, me])
  channel.onmessage = ({ data: [word, who] }) => {
    if (word === 'hi') tell('here')
    if (word === 'bye') others.delete(who)
    else others.add(who)
    heard(word)
  }
  tell('hi')

  // The page before our site's first one (R228).
  const from = document.referrer
  if (from && !from.startsWith(`${location.origin}/`)) tab.set('from', from)

  const chat = (): Kept | undefined => site.get('chat')

  // What this tab has said and nobody has confirmed.
  const outbox: OutboxStore = { load: () => tab.get('out') ?? [], save: (unsent) => tab.set('out', unsent) }

  return {
    tab,
    tell,
    chat,
    outbox,
    /** No other tab of this site is open, as far as one can tell. */
    alone: () => !others.size,
    save(kept: Kept): void {
      site.set('chat', kept)
      tell('chat')
    },
    /** Forgets a chat, unless another one has taken its place. */
    drop(kept: Kept): void {
      if (chat()?.secret === kept.secret) site.set('chat')
      tab.set('out')
    },
    /** Identifies the browser and opens nothing (R12); lasts a year from its last use. */
    visitor(): string {
      const known = site.get('visitor')
      const key = known?.until > Date.now() ? known.key : newID()
      site.set('visitor', { key, until: Date.now() + YEAR })
      return key
    },
    forget: () => site.set('visitor'),
  }
}
