// What an agent's desk holds: her standing, who waits, and the chats with an open tab. Fed by the link (feed.ts), changed
// by what she does (acts.ts); a screen reads it and nothing else.

import { create } from 'zustand'
import type { Chat, ChatEvent, Pending, Screen, Status } from '../../../link/link'
import { keep, recall } from '../session/outbox'
import type { Peeks } from './peek'
import { closed, neighbour, opened, type Place, restored } from './places'
import { offered, type Row } from './waiting'

export interface OpenChat {
  chat: string
  view?: Chat
  events: ChatEvent[]
  private: ChatEvent[]
  pending: Pending[]
  /** Until when (server's time) each party is shown as writing. */
  typing: Record<string, number>
  /** What each has written and not sent, where she may see it. */
  peeks?: Peeks
  /** The server holds it open for this agent no more. */
  gone?: boolean
  /** Its tab is being closed. */
  closing?: boolean
}

export interface Line {
  state: Status['state']
  /** Since when there is no connection, by the server's clock; undefined while there is one. */
  lostAt?: number
  /** Milliseconds for which chats are kept without a connection. */
  kept: number
  error?: string
}

export interface Desk {
  /** This window. */
  tab: string
  /** The server's time. */
  now: () => number
  line: Line
  screen?: Screen
  /** Another window rules. */
  paused: boolean
  rows: Row[]
  /** Pointer or focus is on the list of waiting requests. */
  held: boolean
  chats: Record<string, OpenChat>
  places: Place[]
  active?: string
  drafts: Record<string, string>
}

export const start: Desk = {
  tab: '',
  now: () => Date.now(),
  line: { state: 'idle', kept: 135_000 },
  paused: false,
  rows: [],
  held: false,
  chats: {},
  places: [],
  drafts: {},
}

export const useDesk = create<Desk>(() => start)

const PLACES = 'switchboard.places'
const DRAFTS = 'switchboard.drafts'

/** What this window showed before it was reloaded. */
export function remembered(): Pick<Desk, 'places' | 'active' | 'drafts'> {
  const was = recall<{ places: Place[]; active?: string }>(sessionStorage, PLACES)
  const drafts = recall<Record<string, string>>(sessionStorage, DRAFTS) ?? {}
  return { places: was?.places ?? [], active: was?.active, drafts }
}

/** Stores order, choice and drafts whenever they change. Gives back how to stop. */
export function remember(): () => void {
  return useDesk.subscribe((is, was) => {
    if (is.places !== was.places || is.active !== was.active) {
      keep(sessionStorage, PLACES, { places: is.places, active: is.active })
    }
    if (is.drafts !== was.drafts) keep(sessionStorage, DRAFTS, is.drafts)
  })
}

export const select = (chat: string | undefined) => useDesk.setState({ active: chat })

export function draft(chat: string, text: string): void {
  useDesk.setState(({ drafts }) => {
    const { [chat]: _, ...rest } = drafts
    return { drafts: text ? { ...rest, [chat]: text } : rest }
  })
}

/** Puts what is known of a chat into its tab; a new one gets a tab at the end. */
export function put(chat: OpenChat): void {
  useDesk.setState(({ chats, places }) => ({
    chats: { ...chats, [chat.chat]: { ...chats[chat.chat], ...chat } },
    places: opened(places, chat.chat),
  }))
}

/** Opens tabs for the chats that the server says are hers, in the order they had. */
export function restore(chats: OpenChat[]): void {
  useDesk.setState((s) => {
    const all = { ...s.chats, ...Object.fromEntries(chats.map((c) => [c.chat, { ...s.chats[c.chat], ...c }])) }
    const list = Object.values(all).map((c) => ({ chat: c.chat, acceptedAt: c.view?.acceptedAt }))
    const places = restored(s.places, list)
    const active = places.some((p) => p.chat === s.active) ? s.active : places[0]?.chat
    return { chats: all, places, active }
  })
}

export function mark(chat: string, change: Partial<OpenChat>): void {
  useDesk.setState(({ chats }) => {
    const c = chats[chat]
    return c ? { chats: { ...chats, [chat]: { ...c, ...change } } } : {}
  })
}

/** Takes a tab away; its draft goes with it. */
export function drop(chat: string): void {
  useDesk.setState((s) => {
    const { [chat]: _, ...chats } = s.chats
    const { [chat]: __, ...drafts } = s.drafts
    const active = s.active === chat ? neighbour(s.places, chat) : s.active
    return { chats, drafts, active, places: closed(s.places, chat) }
  })
}

/** Takes an agent's standing: the highest rev wins, and says which offers still stand. */
export function stand(screen: Screen | undefined): void {
  if (!screen) return
  useDesk.setState((s) =>
    s.screen && s.screen.rev > screen.rev ? {} : { screen, rows: offered(s.rows, offersOf(screen), s.now()) },
  )
}

/** The chats that are offered to her alone; none may come as nothing. */
export const offersOf = (screen: Screen | undefined): string[] => screen?.offers ?? []
