// What stands on the screen, as plain data. The visit makes scenes out of what happened, the window draws them, and the
// gallery draws made-up ones: nothing on the screen depends on a server.

import type { Deployment } from './calls'

/**
 * before: not asked yet. away: nobody is there. broken: nothing answers. asking: asked, and not answered yet. waiting,
 * talk, ended: a chat, as far as it is.
 */
export type Mode = 'before' | 'away' | 'broken' | 'asking' | 'waiting' | 'talk' | 'ended'

export interface Line {
  key: string
  at: number
  from: 'me' | 'them' | 'note'
  name?: string
  text: string
  /** What she has said and the server has not confirmed: on its way, or refused. */
  state?: 'sending' | 'failed'
  error?: string
}

export interface Scene {
  mode: Mode
  open: boolean
  site?: string
  /** The agents who are in the chat, as the visitor may know them. */
  names: string[]
  lines: Line[]
  /** Who is writing now. */
  typing: string[]
  /** There is a chat, and no connection. */
  lost?: boolean
  /** Why the last thing she wanted was refused. */
  error?: string
  /** How long she has waited (ms). */
  waited?: number
  /** Her place in the queue, from 1, and how long it may take (ms), where that is known. */
  place?: number
  wait?: number
  /** Her agent has passed the chat on: nobody may write until the next one comes. */
  passed?: boolean
  /** She has not answered for long: in how many ms the chat ends unless she does. */
  ends?: number
  /** She may save the conversation. */
  keeps?: boolean
  /** What she has filled in already. */
  name?: string
  question?: string
  /** Messages that came while the window was closed. */
  news?: number
}

/** What a person can do with the screen. */
export interface Acts {
  open(): void
  close(): void
  start(name: string, question: string): void
  say(text: string): void
  typing(text: string): void
  retry(key: string): void
  discard(key: string): void
  /** Ends the chat, or cancels the request. */
  end(): void
  again(): void
  keep(): void
}

/** Who draws, who listens. */
export interface Stage {
  draw(scene: Scene): void
  say(text: string): void
  tell(event: string, detail?: object): void
  dress(deployment: Deployment): void
}

export const nothing: Scene = {
  mode: 'before',
  open: false,
  names: [],
  lines: [],
  typing: [],
}
