// What outlives a page: the chat's secret and the visitor's key, first-party and in this browser only, and what the site's
// other tabs need to know. Where a browser keeps nothing, a chat lasts as long as its page.

import type { OutboxStore } from '../../link/link'
import { newID } from '../../link/link'
import type { Request } from '../../link/protocol.gen'

/** A chat that goes on. */
export interface Kept {
  secret: string
  /** The frame that asked for it: sent again with its id until the chat is known. */
  ask: Omit<Request, 'action'>
  chat?: string
  at: number
}

/** What tabs tell each other: I am here; so am I; I go; the chat changed; forget everything. */
type Word = 'hi' | 'here' | 'bye' | 'chat' | 'out'

const WEEK = 7 * 24 * 3_600_000
const YEAR = 365 * 24 * 3_600_000

function read<T>(store: () => Storage, key: string): T | undefined {
  try {
    return JSON.parse(store().getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

function write(store: () => Storage, key: string, value: unknown): void {
  try {
    if (value === undefined) store().removeItem(key)
    else store().setItem(key, JSON.stringify(value))
  } catch {
    // full or forbidden: this page goes on without
  }
}

const site = () => localStorage // touching it may throw already
const tab = () => sessionStorage

export class Keep implements OutboxStore {
  #key: string
  #me = newID()
  #others = new Set<string>()
  #channel?: BroadcastChannel

  constructor(deployment: string, heard: (word: 'chat' | 'out') => void) {
    this.#key = `switchboard.${deployment}`
    try {
      this.#channel = new BroadcastChannel(this.#key)
    } catch {
      return // a page without an origin of its own is alone
    }
    this.#channel.onmessage = ({ data: [word, who] }: MessageEvent<[Word, string]>) => {
      if (word === 'hi') this.tell('here')
      if (word === 'hi' || word === 'here') this.#others.add(who)
      else if (word === 'bye') this.#others.delete(who)
      else heard(word)
    }
    this.tell('hi')
  }

  tell(word: Word): void {
    this.#channel?.postMessage([word, this.#me])
  }

  /** No other tab of this site is open, as far as one can tell. */
  alone(): boolean {
    return !this.#others.size
  }

  chat(): Kept | undefined {
    const kept = read<Kept>(site, this.#key)
    return kept && kept.at > Date.now() - WEEK ? kept : undefined
  }

  keepChat(kept: Kept): void {
    write(site, this.#key, kept)
    this.tell('chat')
  }

  /** Forgets a chat, unless another one has taken its place. */
  dropChat(secret: string): void {
    if (this.chat()?.secret === secret) write(site, this.#key, undefined)
    write(tab, `${this.#key}.out`, undefined)
  }

  /** Identifies the browser and opens nothing (R12); lasts a year from its last use. */
  visitor(): string {
    const key = 'switchboard.visitor'
    const known = read<{ key: string; until: number }>(site, key)
    const visitor = known && known.until > Date.now() ? known.key : newID()
    write(site, key, { key: visitor, until: Date.now() + YEAR })
    return visitor
  }

  forget(): void {
    write(site, 'switchboard.visitor', undefined)
  }

  /** Whether the window was open on this tab's last page. */
  get open(): boolean {
    return !!read(tab, `${this.#key}.open`)
  }

  set open(on: boolean) {
    write(tab, `${this.#key}.open`, on || undefined)
  }

  /** The page before our site's first one (R228). */
  referrer(): string {
    const key = `${this.#key}.from`
    const from = document.referrer
    if (from && !from.startsWith(`${location.origin}/`)) write(tab, key, from)
    return read<string>(tab, key) ?? ''
  }

  // What this tab has said and nobody has confirmed.

  load(): { chat: string; id: string; text: string }[] {
    return read(tab, `${this.#key}.out`) ?? []
  }

  save(unsent: { chat: string; id: string; text: string }[]): void {
    write(tab, `${this.#key}.out`, unsent.length ? unsent : undefined)
  }
}

/** A chat's secret: 256 random bits. */
export function newSecret(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '')
}
