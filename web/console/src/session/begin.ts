// The console's start: configuration, sign-in, who it is, then the desk.

import { words } from '../words'
import { ApiError, createApi } from './api'
import { BadConfig, type Config, loadConfig } from './config'
import { connect } from './connect'
import { mayWork, type Session, useSession } from './session'
import { createSignIn, type SignIn } from './signin'

const set = (change: Partial<Session>) => useSession.setState(change)

const text = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Brings the console up at an address below its base. */
export async function begin(base: string): Promise<void> {
  set({ phase: 'starting', error: undefined, retry: () => void begin(base) })
  let config: Config
  try {
    config = await loadConfig()
  } catch (error) {
    set({ phase: error instanceof BadConfig ? 'badConfig' : 'unreachable', error: text(error) })
    return
  }
  const signIn = createSignIn(config, base)
  set({
    config,
    signIn: () => leave(signIn.start(returnTo(base))),
    signOut: () => leave(signIn.end()),
  })
  if (await completed(signIn, base)) await enter(config, signIn)
}

function leave(going: Promise<void>): void {
  set({ phase: 'leaving' })
  going.catch((error) => set({ phase: 'unreachable', error: text(error) }))
}

function returnTo(base: string): string {
  const at = location.pathname
  return at.startsWith(`${base}callback`) ? base : at + location.search
}

/** Finishes a sign-in that this address brings. Reports whether to go on. */
async function completed(signIn: SignIn, base: string): Promise<boolean> {
  if (location.pathname !== `${base}callback`) return true
  try {
    history.replaceState(null, '', await signIn.complete(location.href))
    return true
  } catch (error) {
    history.replaceState(null, '', base)
    set({ phase: 'refused', error: text(error) })
    return false
  }
}

async function enter(config: Config, signIn: SignIn): Promise<void> {
  if (!(await signIn.token())) {
    set({ phase: 'signedOut' })
    return
  }
  const api = createApi(config, signIn.token)
  try {
    const me = await api.me()
    if (!mayWork(me.groups)) set({ phase: 'denied', me })
    else {
      set({ me, api })
      await connect(config, api, signIn, me)
      set({ phase: 'ready' })
    }
  } catch (error) {
    const kind = error instanceof ApiError ? error.kind : ''
    if (kind === 'forbidden') set({ phase: 'denied' })
    else if (kind === 'unauthorized') set({ phase: 'signedOut' })
    else set({ phase: 'unreachable', error: text(error) || words.signIn.unreachable })
  }
}
