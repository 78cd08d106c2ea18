// What a state of the gallery is made of.

import type { Dialog } from '../app/shell'
import type { Desk, OpenChat } from '../desk/desk'
import type { Floor } from '../floor/floor'
import type { Api } from '../session/api'
import type { Session } from '../session/session'
import type { Me } from '../session/shapes'
import { noor, waiting, withJoon, withMara, withTomas } from './people'

export interface State {
  says: string
  at?: string
  desk?: Partial<Desk>
  shell?: { menu?: 'presence' | 'preferences'; dialog?: Dialog; sideOpen?: boolean; pane?: 'list' | 'chat' }
  session?: Partial<Session>
  api?: Partial<Api>
  toast?: string
  /** Tells more by itself. */
  told?(): void
  floor?: Partial<Floor>
  me?: Me
  /** What has the focus. */
  focus?: string
}

export const row = (at: number, more = {}) =>
  ({ request: waiting[at] ?? waiting[0], phase: 'waiting', ...more }) as Desk['rows'][number]
export const rows = () => [row(0), row(1)]

export function chats(list: OpenChat[], active = list[0]?.chat): Partial<Desk> {
  return {
    chats: Object.fromEntries(list.map((c) => [c.chat, c])),
    places: list.map((c, at) => ({ chat: c.chat, number: at + 1 })),
    active,
    screen: { ...noor, load: list.length },
  }
}

export const three = (active?: string): Partial<Desk> => ({
  ...chats([withMara(), withTomas(), withJoon()], active),
  rows: rows(),
})
export const mara = (more: Partial<OpenChat>) => chats([{ ...withMara(), ...more }])
