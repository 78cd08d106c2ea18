// From the link into the desk: who waits, which chats are hers and what is said in them, and how the connection is.

import type {
  Ack,
  Beaten,
  Events,
  Link,
  Opened,
  Received,
  Resumed,
  Screen,
  Shut,
  Timeline,
  TypingSeen,
  WaitingShown,
  Withdrawn,
} from '../../../link/link'
import { mark, type OpenChat, offersOf, put, restore, stand, start, useDesk } from './desk'
import { isMine } from './party'
import { peeked, sent } from './peek'
import { folded, hinted, listed, over } from './waiting'

/** The lease is lost after three missed renewals; then so long the chats are still kept (R22). */
const GRACE = 90_000

export interface Fed {
  /** Called with the first standing after each time the link was started; until it is done, nobody is superseded. */
  arrived(): Promise<void>
  /** Called when another window rules. */
  superseded(): void
  /** Called when a chat came that she did not ask for, and when one is hers no more. */
  opened(chat: string): void
  shut(chat: string, by?: string): void
  /** Called when her status has changed and it was not she who set it. */
  moved(was: Screen, is: Screen, by: Received['type'], re?: string): void
}

/** Whether somebody is in a chat herself: one that merely waits or that she watches is none of hers. */
const mine = (t: Timeline) =>
  !!t.chat && t.chat.state !== 'waiting' && !t.chat.watching && isMine({ events: t.events, view: t.chat })

const hasRoom = (s: Screen) => s.status === 'Online' && s.load < s.capacity

/** What the screens read of a timeline. Until when somebody writes is told in the page's time, and shown in the server's. */
export function shown(t: Timeline, offset: number): OpenChat {
  const typing = Object.fromEntries([...t.typing].map(([who, until]) => [who, until + offset]))
  return { chat: t.id, view: t.chat, events: t.events, private: t.private, pending: t.pending, typing }
}

/** Feeds the desk until it is stopped. */
export function feed(link: Link, fed: Fed, now: () => number = Date.now): () => void {
  const watched = new Map<Timeline, () => void>()
  let arrival: 'coming' | 'claiming' | 'here' = 'coming'

  const watch = (t: Timeline) => {
    if (watched.has(t)) return
    watched.set(
      t,
      t.subscribe(() => {
        if (link.timelines.get(t.id) === t && mine(t)) put(shown(t, link.serverNow() - now()))
      }),
    )
  }

  const standing = (frame: { type: Received['type']; screen?: Screen; re?: string }) => {
    const was = useDesk.getState().screen
    stand(frame.screen)
    const { screen, tab, paused } = useDesk.getState()
    if (was && screen && was.status !== screen.status && !paused) fed.moved(was, screen, frame.type, frame.re)
    if (arrival !== 'here' || paused || !screen || screen.status === 'Offline') return
    if (screen.tab && screen.tab !== tab) fed.superseded()
  }

  const list = (requests: Resumed['requests']) => {
    const s = useDesk.getState()
    useDesk.setState({ rows: listed(s.rows, requests ?? [], s.held, s.now(), offersOf(s.screen)) })
  }

  const resumed = (r: Resumed) => {
    for (const t of link.timelines.values()) watch(t)
    restore([...link.timelines.values()].filter(mine).map((t) => shown(t, link.serverNow() - now())))
    for (const chat of r.gone ?? []) mark(chat, { gone: true })
    useDesk.setState(({ line }) => ({ line: { ...line, kept: 3 * r.clocks.lease + GRACE } }))
    standing(r)
    if (r.listRev !== undefined) list(r.requests)
    if (arrival === 'coming' && r.screen) {
      arrival = 'claiming'
      void fed.arrived().finally(() => {
        if (arrival === 'claiming') arrival = 'here'
      })
    }
  }

  const beaten = (b: Beaten) => {
    for (const chat of b.gone ?? []) mark(chat, { gone: true })
    standing(b)
    if (b.listed) list(b.requests)
  }

  const heard: Record<string, (frame: never) => void> = {
    resumed,
    beat: beaten,
    screen: standing,
    events: (f: Events) => {
      const known = useDesk.getState().chats[f.chat]
      if (known?.peeks) mark(f.chat, { peeks: sent(known.peeks, f.events) })
      standing(f)
    },
    typing: (f: TypingSeen) => {
      const known = useDesk.getState().chats[f.chat]
      if (known) mark(f.chat, { peeks: peeked(known.peeks ?? {}, f) })
    },
    ack: (f: Ack) => {
      if (f.view) watch(link.timeline(f.view.chat))
      if (f.re !== 'presence') standing(f)
    },
    opened: (f: Opened) => {
      const t = link.timeline(f.view.chat)
      watch(t)
      put(shown(t, link.serverNow() - now()))
      const s = useDesk.getState()
      useDesk.setState({ rows: over(s.rows, t.id, 'accepted', s.now()) })
      standing(f)
      fed.opened(t.id)
    },
    shut: (f: Shut) => fed.shut(f.chat, f.by),
    waiting: (f: WaitingShown) => {
      standing(f)
      const { rows, held, screen } = useDesk.getState()
      const { chat, kind } = f.request
      const alone = kind === 'push' || kind === 'direct' || offersOf(f.screen).includes(chat)
      if (alone && f.screen && !offersOf(screen).includes(chat)) return // taken back already, as a newer screen says
      useDesk.setState({ rows: hinted(rows, f.request, held, alone) })
    },
    withdrawn: (f: Withdrawn) => {
      const s = useDesk.getState()
      useDesk.setState({ rows: over(s.rows, f.chat, f.by ? 'taken' : 'withdrawn', s.now(), f.by) })
    },
  }
  const stops = Object.entries(heard).map(([type, f]) => link.on(type as Received['type'], f as never))

  // The list depends on whether she has room (R73, R74): when that changes, it is asked for at once.
  stops.push(
    useDesk.subscribe((is, was) => {
      if (is.screen && was.screen && hasRoom(is.screen) !== hasRoom(was.screen)) link.beat()
    }),
  )

  const line = () => {
    const { state, error } = link.status
    if (state === 'idle' || state === 'stopped') arrival = 'coming'
    useDesk.setState((s) => {
      const whole = state === 'open' || state === 'idle' || state === 'stopped'
      const first = state === 'connecting' && s.line.state === 'idle'
      const lostAt = whole || first ? undefined : (s.line.lostAt ?? s.now())
      return { line: { ...s.line, state, error, lostAt } }
    })
  }
  stops.push(link.subscribe(line))

  return () => {
    for (const stop of [...stops, ...watched.values()]) stop()
    useDesk.setState({ line: start.line })
  }
}

/** Folds rows that are over, unless a hand is on the list. */
export function fold(): void {
  const s = useDesk.getState()
  const rows = folded(s.rows, s.held, s.now())
  if (rows !== s.rows) useDesk.setState({ rows })
}
