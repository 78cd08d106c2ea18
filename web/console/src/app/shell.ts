// What the frame of the console shows beside the desk: which pane, which menu, which dialog, which toasts.

import { create } from 'zustand'

export type Dialog =
  | { kind: 'keys' }
  | { kind: 'offline'; out: boolean }
  | { kind: 'logOut'; person: string; name: string; chats: number }
  | { kind: 'end' | 'leave' | 'transfer' | 'invite' | 'block' | 'flag'; chat: string }

export interface Toast {
  id: number
  text: string
  /** bad: something went wrong; kept: stays until it is dismissed; help: somebody calls for help. */
  tone: 'plain' | 'bad' | 'kept' | 'help'
  /** What one can do about it. */
  act?: { label: string; run(): void }
}

interface Shell {
  pane: 'list' | 'chat'
  /** The visitor's pane as a drawer, where there is no room for it. */
  sideOpen: boolean
  menu?: 'presence' | 'preferences'
  dialog?: Dialog
  toasts: Toast[]
  /** The chat whose composer takes the focus as soon as it is shown. */
  wantsFocus?: string
  /** The page to go to, asked for where no page is at hand. */
  goTo?: string
  toast(text: string, tone?: Toast['tone'], act?: Toast['act']): void
  dismiss(id: number): void
}

let last = 0

export const useShell = create<Shell>((set) => ({
  pane: 'list',
  sideOpen: false,
  toasts: [],
  toast: (text, tone = 'plain', act) =>
    set(({ toasts }) => ({ toasts: [...toasts.filter((t) => t.text !== text), { id: ++last, text, tone, act }] })),
  dismiss: (id) => set(({ toasts }) => ({ toasts: toasts.filter((t) => t.id !== id) })),
}))

export const closeDialog = () => useShell.setState({ dialog: undefined })
