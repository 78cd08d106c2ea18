// The one socket between a page and the server. It keeps nothing for true that the server has not said: a message is sent
// when its seq is known, a socket is a hint that there is something to read, and whatever was missed is asked for.
//
// One frame that changes something is in flight per chat (queue.ts); sockets come and go below (wire.ts).

import { alarms, type Clock, MINUTE, pageClock, SECOND } from './clock'
import type { Ack, Beat, ChatShown, Clocks, Held, Opened, Place, Received, Resumed } from './protocol.gen'
import { type Change, LinkError, queue } from './queue'
import { type Pending, StaffTimeline, Timeline } from './timeline'
import { type SocketCtor, type Status, type Ticket, wire } from './wire'

export type { Clock } from './clock'
export * from './protocol.gen'
export { type Change, LinkError } from './queue'
export { type Pending, Timeline } from './timeline'
export { Refused, type Status, type Ticket } from './wire'

/** Keeps what was said and not yet answered, so that a reload loses nothing. */
export interface OutboxStore {
  load(): { chat: string; id: string; text: string }[]
  save(unsent: { chat: string; id: string; text: string }[]): void
}

export interface Options {
  /** Called for every attempt. Rejects with Refused if a new attempt would not change the answer. */
  ticket(): Promise<Ticket>
  staff?: boolean
  store?: OutboxStore
  clock?: Clock
  random?(): number
  WebSocketCtor?: SocketCtor
}

/** Set where the link is built for visitors alone: what only staff and tests need is then left out of it. */
const VISITOR = import.meta.env.VISITOR

const GAP = 500
const FIRST_BEAT = 2 * SECOND
const TYPING = 7 * SECOND
const SILENT = 2

/** Random bytes as text: base64url without padding. */
export function randomText(bytes: number): string {
  const text = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))))
  return text.replace(/[+/=]/g, (c) => ({ '+': '-', '/': '_' })[c] ?? '')
}

/** An id that nobody else makes: 128 random bits. */
export const newID = (): string => randomText(16)

export type Link = ReturnType<typeof createLink>

export function createLink(options: Options) {
  const staff = !VISITOR && options.staff
  const clock = VISITOR ? pageClock : (options.clock ?? pageClock)
  const random = VISITOR ? Math.random : (options.random ?? Math.random)
  const timelines = new Map<string, Timeline>()
  const watchers = new Set<() => void>()
  const listeners = new Map<string, Set<(frame: never) => void>>()
  const { alarm, has, clear } = alarms(clock)
  let status: Status = { state: 'idle', since: 0 }
  const arrivals = new Set<() => void>()
  let listRev = 0
  let panel = false
  let offset = 0
  let silent = 0
  let beatAt = 0
  let clocks: Clocks = { beat: 2 * MINUTE, lease: 15 * SECOND, idle: MINUTE }

  const every = () => [...timelines.values()]

  const set = (state: Status['state'], error?: string): void => {
    if (status.state === state && status.error === error) return // a watcher may well say stop again
    const away = /offline|connecting/ // one absence, however often it is tried to end it
    const since = !VISITOR && away.test(state) && away.test(status.state) ? status.since : clock.now()
    status = { state, since, error }
    for (const w of watchers) w()
  }

  const timeline = (chat: string): Timeline => {
    const t = timelines.get(chat) ?? new (staff ? StaffTimeline : Timeline)(chat)
    timelines.set(chat, t)
    return t
  }

  const held = (t: Timeline): Held =>
    staff ? { chat: t.id, after: t.tail, afterPrivate: t.privateTail } : { chat: t.id, after: t.tail }

  /** Of each read on its way, the chats that were let go of since: its answer is too old to open them again. */
  const asked = new Map<string, Set<string>>()

  const resume = (list = every(), id = newID()) => {
    if (!VISITOR) asked.set(id, new Set())
    return { action: 'resume', id, have: list.map(held) }
  }

  /** The chats of an answer, without those let go of since it was asked for. Who has a new socket waits for no older one. */
  const stillHeld = ({ id, chats }: Resumed, fresh: boolean) => {
    const gone = asked.get(id)
    if (fresh) asked.clear()
    asked.delete(id)
    return chats.filter((view) => timelines.has(view.chat) || !gone?.has(view.chat))
  }

  const ask = (chat: string): void => line.send(resume([timeline(chat)]))

  /** A gap may close by itself: frames overtake each other. */
  const askLater = (chat: string): void => {
    if (!has(chat)) alarm(chat, GAP, () => timelines.has(chat) && ask(chat))
  }

  const line = wire(
    clock,
    random,
    {
      ticket: () => options.ticket(),
      hello: resume,
      heard: (frame, fresh) => receive(frame, fresh),
      set,
      calm: () => every().every((t) => t.ended),
    },
    VISITOR ? WebSocket : (options.WebSocketCtor ?? WebSocket),
  )

  const out = queue(clock, random, {
    ...line,
    after: (chat) => timelines.get(chat)?.tail ?? 0,
    read: ask,
  })

  // ---- what is said -------------------------------------------------------------------------------------------------

  const save = (): void =>
    options.store?.save(every().flatMap((t) => t.pending.map((p) => ({ chat: t.id, id: p.id, text: p.text }))))

  const mark = (chat: string, change: (pending: Pending[]) => Pending[]): void => {
    const t = timeline(chat)
    t.pending = change(t.pending)
    t.changed()
    save()
  }

  /** Stands in the timeline at once, as sending, until the server has it or refuses it. */
  const sendSaid = (chat: string, id: string, text: string): void => {
    mark(chat, (list) => [...list.filter((p) => p.id !== id), { id, text, state: 'sending' }])
    out.add({ action: 'message', chat, text }, id).then(
      (ack) => {
        const t = timeline(chat)
        const who = t.chat?.parties.find((p) => p.me)?.party ?? 'v'
        if (t.apply([{ seq: ack.seq ?? 0, id, at: ack.at, who, kind: 'said', text }])) ask(chat)
        save()
      },
      ({ message }: LinkError) =>
        // Nothing, where the chat was let go of.
        timelines.has(chat) &&
        mark(chat, (list) => list.map((p) => (p.id === id ? { ...p, state: 'failed', error: message } : p))),
    )
  }

  const beat = (): void => {
    if (!line.ready()) return
    silent = line.heardAt() < beatAt ? silent + 1 : 0
    if (silent >= SILENT) {
      silent = 0
      line.drop()
      return
    }
    const have = every()
      .filter((t) => t.tail)
      .map(held)
    const frame: Beat = { action: 'beat', id: newID(), have }
    if (staff) frame.listRev = listRev
    if (staff && panel) frame.panel = true
    if (have.length || staff) {
      beatAt = clock.now()
      line.send(frame)
    }
    alarm('beat', !staff ? clocks.beat : have.length ? clocks.lease : clocks.idle, beat)
  }

  // ---- what comes in ------------------------------------------------------------------------------------------------

  const receive = (frame: Received, fresh: boolean): void => {
    if (frame.type === 'ack') taken(frame)
    if (frame.type === 'error') out.refused(frame)
    if (frame.type === 'resumed') resumed(frame, fresh)
    if (frame.type === 'beat') {
      offset = frame.at - clock.now()
      frame.tails.forEach(told)
      frame.gone?.forEach(leave)
      if (staff && frame.listed) listRev = frame.listRev ?? 0
    }
    if (frame.type === 'events') {
      const t = timelines.get(frame.chat)
      if (!t) ask(frame.chat)
      else if (t.apply(frame.events, frame.private)) askLater(t.id)
    }
    if (frame.type === 'typing') typed(frame.chat, frame.who, frame.on)
    if (frame.type === 'place') placed(frame)
    if (frame.type === 'absent') timelines.get(frame.chat)?.misses(frame.on ? frame.who : '')
    if (!VISITOR && frame.type === 'opened') opened(frame)
    if (!VISITOR && frame.type === 'chat') stands(frame)
    if (!VISITOR) for (const f of listeners.get(frame.type) ?? []) (f as (frame: Received) => void)(frame)
  }

  const taken = (ack: Ack): void => {
    const { view, chat, re, seq } = ack
    if (view) {
      if (timeline(view.chat).see(view) || view.more) ask(view.chat)
      if (staff) alarm('beat', clocks.lease, beat) // from now on she is waited for
    } else if (chat && seq && re !== 'message' && (timelines.get(chat)?.tail ?? seq) < seq) {
      askLater(chat)
    }
    out.done(ack)
  }

  /** How far a chat has come: whoever holds less reads. */
  const told = (h: Held): void => {
    const t = timelines.get(h.chat)
    if (t && (t.tail < h.after || (staff && t.privateTail < (h.afterPrivate ?? 0)))) ask(h.chat)
  }

  const resumed = (r: Resumed, fresh: boolean): void => {
    offset = r.at - clock.now()
    clocks = r.clocks
    if (staff) listRev = r.listRev ?? listRev
    const chats = VISITOR ? r.chats : stillHeld(r, fresh)
    const more = chats.filter((view) => timeline(view.chat).see(view) || view.more)
    r.gone?.forEach(leave)
    if (more.length) line.send(resume())
    if (fresh) {
      silent = 0
      set('open')
      alarm('beat', FIRST_BEAT, beat)
      const most = (100 + 15 * random()) * MINUTE
      line.renewIn(Math.max(Math.min(most, r.expires - r.at - 5 * MINUTE), 10 * SECOND))
    }
    out.resend()
    if (!VISITOR && fresh) for (const f of arrivals) f()
  }

  /** A chat that came without having been asked for (R84, R318). */
  const opened = ({ view }: Opened): void => {
    if (timeline(view.chat).see(view) || view.more) ask(view.chat)
    alarm('beat', clocks.lease, beat)
  }

  /** How a chat stands besides its log: what is being asked, the flag, who is in it. */
  const stands = ({ chat, parties, invite, flag }: ChatShown): void => {
    const t = timelines.get(chat)
    if (!t?.chat) return
    const mine = t.chat.parties.filter((p) => p.me).map((p) => p.party) // the frame is the same for all
    t.chat = { ...t.chat, parties: parties.map((p) => ({ ...p, me: mine.includes(p.party) })), invite, flag }
    t.changed()
  }

  /** A chat that is not ours any more: what waits in it will never be answered. */
  const leave = (chat: string): void => {
    if (!timelines.get(chat)?.tail) timelines.delete(chat)
    out.drop(chat, new LinkError('not_found', 'This chat is not open for you any more.'))
  }

  const typed = (chat: string, who: string, on: boolean): void => {
    const t = timelines.get(chat)
    if (!t) return
    const still = () => typed(chat, who, false)
    if (on) t.typing.set(who, clock.now() + TYPING)
    else t.typing.delete(who)
    alarm(`${chat} ${who}`, TYPING, on ? still : undefined)
    t.changed()
  }

  /** Where a waiting visitor stands now (R98). */
  const placed = ({ chat, place, wait }: Place): void => {
    const t = timelines.get(chat)
    if (!t?.chat) return
    t.chat = { ...t.chat, place, wait }
    t.changed()
  }

  const lost = (): void => line.drop()

  const listen = (how: 'addEventListener' | 'removeEventListener'): void => {
    globalThis[how]?.('online', line.hasten)
    globalThis[how]?.('offline', lost)
  }

  const forStaff = {
    /** Calls f for each received frame of a type. */
    on<T extends Received['type']>(type: T, f: (frame: Extract<Received, { type: T }>) => void): () => void {
      const all = listeners.get(type) ?? new Set()
      listeners.set(type, all.add(f))
      return () => all.delete(f)
    },

    /** Calls f when a new socket has taken over: what the older one was told to watch is to be said again. */
    arrives(f: () => void): () => void {
      arrivals.add(f)
      return () => arrivals.delete(f)
    },

    /** Says in each beat from now on whether the panel is watched. */
    panel(on: boolean): void {
      panel = on
    },

    /** Says that an offer is in sight. A hint like typing: nothing answers it. */
    offered(chat: string): void {
      line.send({ action: 'offered', chat })
    },

    /** Lets go of a chat: its timeline, and whatever waits to be sent in it. */
    forget(chat: string): void {
      out.drop(chat, new LinkError('gone', 'This chat is closed here.'))
      timelines.delete(chat)
      for (const gone of asked.values()) gone.add(chat)
      save()
    },
  }

  return {
    ...(VISITOR ? ({} as typeof forStaff) : forStaff),
    timelines,
    timeline,
    beat,
    /** Reads what a chat has more, and how it stands besides its log: that changes with who is in it. */
    read: ask,
    get status() {
      return status
    },

    /** Opens the socket and keeps it open. What the last page left unsent is sent first. */
    start(): void {
      if (!/idle|stopped|refused/.test(status.state)) return
      for (const u of options.store?.load() ?? []) {
        if (!timeline(u.chat).pending.some((p) => p.id === u.id)) sendSaid(u.chat, u.id, u.text)
      }
      listen('addEventListener')
      line.hasten()
    },

    /** Closes the socket; nothing is forgotten, start opens it again. */
    stop(): void {
      listen('removeEventListener')
      clear()
      line.stop()
      set('stopped')
    },

    /** The server's time, as far as this page can tell. */
    serverNow: () => clock.now() + offset,

    subscribe(watcher: () => void): () => void {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },

    /** Sends a frame that changes something; resolves with its ack, however many sockets that takes. */
    change: (frame: Change, id = newID()): Promise<Ack> => out.add(frame, id),

    /** Says something; answers the id under which it stands in the timeline. */
    say(chat: string, text: string): string {
      const id = newID()
      sendSaid(chat, id, text)
      return id
    },

    /** Tries a refused message again, under its id. */
    retry(chat: string, id: string): void {
      const p = timeline(chat).pending.find((m) => m.id === id)
      if (p) sendSaid(chat, id, p.text)
    },

    /** Throws a refused message away. */
    discard: (chat: string, id: string): void => mark(chat, (list) => list.filter((p) => p.id !== id)),

    /** `draft` is what is written so far, where the chat's view says `peek`; positions never fall (R31, R115). */
    typing: (chat: string, on: boolean, draft?: { text: string; position: number }): void =>
      line.send({ action: 'typing', chat, on, ...draft }),
  }
}
