// What a supervisor does: watch the panel from sign-in on, so that calls for help reach her anywhere (R197), watch a chat
// (R203), set an agent's status (R25).

import type { Events, Link, PanelShown, Resumed, Screen, Timeline, TypingSeen } from '../../../link/link'
import { useShell } from '../app/shell'
import { complain, engaged, open } from '../desk/acts'
import { useDesk } from '../desk/desk'
import { shown } from '../desk/feed'
import { peeked, sent } from '../desk/peek'
import { useSession } from '../session/session'
import { words } from '../words'
import { useFloor, type Watched } from './floor'
import { all, type Call, callKey, calls, heard, type Panels } from './panels'

export const PAGE = '/supervise'

const text = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Calls that she was told of. */
const told = new Set<string>()

function show(panels: Panels): void {
  useFloor.setState({ panels, state: 'open', error: undefined })
  const me = useSession.getState().me?.person
  for (const call of calls(panels)) {
    if (told.has(callKey(call)) || call.person === me) continue
    told.add(callKey(call))
    const act = { label: words.floor.open, run: () => answer(call) }
    useShell.getState().toast(words.floor.called(call.name, call.text), 'help', act)
  }
}

/** Opens the panel, from now on and on each new connection. Gives back how to stop. */
export function supervise(link: Link): () => void {
  let asking = false
  const panel = async () => {
    if (asking) return
    asking = true
    try {
      const ack = await link.change({ action: 'watch' })
      show(all(useFloor.getState().panels, ack.panels ?? []))
    } catch (error) {
      useFloor.setState({ state: 'refused', error: text(error) })
    } finally {
      asking = false
    }
  }
  link.panel(true)
  const stops = [
    link.arrives(() => {
      void panel()
      const { watched } = useFloor.getState()
      if (watched && watched.state !== 'refused') void look(link, watched)
    }),
    link.on('resumed', (r: Resumed) => again(link, r.gone)),
    link.on('panel', (f: PanelShown) => show(heard(useFloor.getState().panels, f.panel))),
    link.on('typing', (f: TypingSeen) => peek(f.chat, (known) => peeked(known, f))),
    link.on('events', (f: Events) => peek(f.chat, (known) => sent(known, f.events))),
  ]
  return () => {
    link.panel(false)
    for (const stop of stops) stop()
  }
}

/** A chat that she watches is none of hers: where it cannot be read on, it is read anew, if it fits into one answer. */
function again(link: Link, gone: string[] = []): void {
  const { watched } = useFloor.getState()
  if (watched?.c?.view && gone.includes(watched.chat) && !watched.c.view.more && !watched.c.gone)
    void look(link, watched)
}

function peek(chat: string, change: (known: ReturnType<typeof peeked>) => ReturnType<typeof peeked>): void {
  const { watched } = useFloor.getState()
  if (watched?.c && watched.chat === chat) put({ c: { ...watched.c, peeks: change(watched.c.peeks ?? {}) } })
}

function put(change: Partial<Watched>): void {
  useFloor.setState(({ watched }) => ({ watched: watched && { ...watched, ...change } }))
}

const seen = new WeakSet<Timeline>()

function follow(link: Link, t: Timeline): void {
  const take = () => {
    const { watched } = useFloor.getState()
    if (watched?.chat !== t.id || link.timelines.get(t.id) !== t) return
    put({ c: { ...shown(t, link.serverNow() - Date.now()), peeks: watched.c?.peeks, gone: false } })
  }
  take()
  if (seen.has(t)) return
  seen.add(t)
  t.subscribe(take)
}

async function look(link: Link, { chat }: Watched): Promise<void> {
  const still = () => useFloor.getState().watched?.chat === chat
  try {
    await link.change({ action: 'watch', chat })
    if (!still()) return
    put({ state: 'open' })
    follow(link, link.timeline(chat))
  } catch (error) {
    const { c } = useFloor.getState().watched ?? {}
    if (!still()) return
    if (c) put({ c: { ...c, gone: true } })
    else put({ state: 'refused', error: text(error) })
  }
}

/** Goes to the panel and watches the chat of a call; her own chat is opened where she works. */
export function answer(call: Call): void {
  if (useDesk.getState().chats[call.chat]) {
    open(call.chat)
    useShell.setState({ goTo: '/' })
    return
  }
  useShell.setState({ goTo: PAGE })
  watch(call.chat, call.name)
}

/** Watches a chat instead of the one before. */
export function watch(chat: string, agent: string): void {
  const link = engaged()
  const { watched } = useFloor.getState()
  if (!link || (watched?.chat === chat && watched.state !== 'refused')) return
  unwatch()
  const next: Watched = { chat, agent, state: 'opening' }
  useFloor.setState({ watched: next })
  void look(link, next)
}

/** Stops watching a chat. */
export function unwatch(): void {
  const link = engaged()
  const { watched } = useFloor.getState()
  useFloor.setState({ watched: undefined })
  if (!link || !watched) return
  const { chat } = watched
  const off = () => {
    if (useFloor.getState().watched?.chat !== chat) link.forget(chat)
  }
  void link.change({ action: 'watch', chat, off: true }).then(off, off)
}

/** Sets an agent's status; she is told (R25). */
export async function setStatus(person: string, name: string, status: Screen['status']): Promise<void> {
  try {
    await engaged()?.change({ action: 'presence', person, status })
    useShell.getState().toast(words.floor.set(name, words.presence[status]))
  } catch (error) {
    complain(error)
  }
}

/** Stops watching everything, as when she signs out. */
export async function leaveFloor(): Promise<void> {
  unwatch()
  await engaged()
    ?.change({ action: 'watch', off: true })
    .catch(() => undefined) // the panel's watch ends with its connection anyway
}
