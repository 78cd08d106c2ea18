// What the frame of the console shows beside the desk: which pane, which menu, which dialog, which toasts.

import { create } from 'zustand'

export type Dialog = { kind: 'keys' } | { kind: 'offline'; out: boolean } | { kind: 'end'; chat: string }

export interface Toast {
  id: number
  text: string
  bad: boolean
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
  toast(text: string, bad?: boolean): void
  dismiss(id: number): void
}

let last = 0

export const useShell = create<Shell>((set) => ({
  pane: 'list',
  sideOpen: false,
  toasts: [],
  toast: (text, bad = false) =>
    set(({ toasts }) => ({ toasts: [...toasts.filter((t) => t.text !== text), { id: ++last, text, bad }] })),
  dismiss: (id) => set(({ toasts }) => ({ toasts: toasts.filter((t) => t.id !== id) })),
}))

export const closeDialog = () => useShell.setState({ dialog: undefined })
