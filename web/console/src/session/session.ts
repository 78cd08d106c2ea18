// Who is signed in, and how far the console has come up.

import { create } from 'zustand'
import type { Api } from './api'
import type { Config } from './config'
import type { Can, Me } from './shapes'

export type Phase =
  | 'starting'
  | 'signedOut'
  | 'leaving'
  | 'ready'
  /** Signed in, and no member of a group that works here. */
  | 'denied'
  /** Signing in went wrong. */
  | 'refused'
  /** The sign-in ended while the console was open. */
  | 'expired'
  /** Signed in, and refused: disabled, or live chat is off. The server says which. */
  | 'shutOut'
  /** No answer from the server. */
  | 'unreachable'
  | 'badConfig'

export interface Session {
  phase: Phase
  error?: string
  config?: Config
  me?: Me
  api?: Api
  /** What the pages of the sign-in do; each leads away from this page or starts it anew. */
  signIn(): void
  signOut(): void
  retry(): void
}

const nothing = () => undefined

export const useSession = create<Session>(() => ({
  phase: 'starting',
  signIn: nothing,
  signOut: nothing,
  retry: nothing,
}))

const WORK_HERE = ['agent', 'supervisor', 'administrator']

export const mayWork = (groups: string[]): boolean => groups.some((g) => WORK_HERE.includes(g))

/** What becomes of the console when it gets no ticket any more, by the kind of the refusal. */
export const afterRefusal = (kind: string): Phase => (kind === 'forbidden' ? 'shutOut' : 'expired')

/** Whether her configuration lets her do something (R39). */
export const useCan = (what: keyof Can): boolean => useSession((s) => !!s.me?.can[what])

export const supervises = (me: Me | undefined): boolean => !!me?.groups.includes('supervisor')
