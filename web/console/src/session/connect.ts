// Joins the desk to the server: the link with its clock in a worker, this window among the others, and what happens when
// it closes.

import { createLink, type Link, Refused } from '../../../link/link'
import { engage, present } from '../desk/acts'
import { remember, remembered, useDesk } from '../desk/desk'
import { feed } from '../desk/feed'
import { moved, opened, shut } from '../desk/told'
import { leaveFloor, supervise } from '../floor/supervise'
import { type Api, ApiError, sendLeave } from './api'
import type { Config } from './config'
import { outbox } from './outbox'
import { ring } from './ring'
import { afterRefusal, type Phase, supervises, useSession } from './session'
import type { Me } from './shapes'
import type { SignIn } from './signin'
import { tabID, Windows } from './tabs'
import { startClock } from './worker'

let windows: Windows | undefined
let link: Link | undefined
let refused: Phase = 'expired'

/** Opens the link and lets the desk follow it. Called once per page. */
export async function connect(config: Config, api: Api, signIn: SignIn, me: Me): Promise<void> {
  if (link) return
  const tab = await tabID(sessionStorage, navigator.locks)
  const clock = startClock()
  const made = createLink({ staff: true, clock, store: outbox(sessionStorage), ticket: () => ticket(api) })
  link = made
  useDesk.setState({ ...remembered(), tab, now: () => made.serverNow() })
  remember()
  engage(made)
  feed(made, { arrived, superseded: pause, opened, shut, moved })
  ring()
  if (supervises(me)) supervise(made)
  made.subscribe(() => {
    if (made.status.state === 'refused') useSession.setState({ phase: refused, error: made.status.error })
  })
  windows = new Windows(tab, new BroadcastChannel('switchboard-console'), Date.now(), inherit)
  addEventListener('pagehide', () => closing(config, signIn))
  made.start()
}

async function ticket(api: Api): Promise<{ ticket: string; socket: string }> {
  try {
    return await api.ticket()
  } catch (error) {
    const kind = error instanceof ApiError ? error.kind : ''
    if (kind !== 'unauthorized' && kind !== 'forbidden') throw error
    refused = afterRefusal(kind)
    throw new Refused((error as Error).message)
  }
}

/** The newest window takes over: it says so as soon as it knows that another one rules. */
async function arrived(): Promise<void> {
  const { screen, tab } = useDesk.getState()
  if (screen && screen.status !== 'Offline' && screen.tab !== tab) await present(screen.status)
}

function pause(): void {
  useDesk.setState({ paused: true })
  link?.stop()
}

/** Goes on in this window: by her own will, or because the ruling window has closed. */
export function takeOver(): void {
  useDesk.setState({ paused: false })
  link?.start()
}

function inherit(): void {
  if (useDesk.getState().paused) takeOver()
}

/** Tries to connect now, as when the browser says that it is online again. */
export function connectNow(): void {
  dispatchEvent(new Event('online'))
}

/** The last window's closing is an exit, unless a page comes back within the close delay (R17). */
function closing(config: Config, signIn: SignIn): void {
  const { paused, screen, tab } = useDesk.getState()
  windows?.closing(!paused)
  const bearer = signIn.lastToken()
  const on = screen && screen.status !== 'Offline'
  if (windows?.last && on && !paused && bearer) sendLeave(config, bearer, tab)
}

/** Ends the sign-in: Offline first, so that visitors are told. */
export async function signOut(): Promise<void> {
  const { screen } = useDesk.getState()
  if (screen && screen.status !== 'Offline' && !(await present('Offline'))) return
  if (supervises(useSession.getState().me) && link?.status.state === 'open') await leaveFloor()
  link?.stop()
  useSession.getState().signOut()
}
