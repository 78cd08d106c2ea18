// The one socket between a page and the server. It keeps nothing for true that the server has not said: a message is sent
// when its seq is known, a socket is a hint that there is something to read, and whatever was missed is asked for.
//
// One frame that changes something is in flight per chat; it keeps its id until it is answered, over any number of
// sockets. A newer socket takes over before the older one is dropped, and frames of an older one are ignored.

import {
  type Ack,
  type Beat,
  type ChatError,
  type Clocks,
  type Held,
  type Received,
  type Resume,
  type Resumed,
  SUBPROTOCOL,
  TICKET_PREFIX,
} from './protocol.gen'
import { type Pending, Timeline } from './timeline'

export * from './protocol.gen'
export { type Pending, Timeline } from './timeline'

/** Where a socket is opened, and the ticket that opens it once. */
export interface Ticket {
  ticket: string
  socket: string
}

export interface Status {
  /** refused: the server does not know us (any more); sign in or begin anew. */
  state: 'idle' | 'connecting' | 'open' | 'offline' | 'refused' | 'stopped'
  /** Since when, by this machine's clock. */
  since: number
  error?: string
}

/** Keeps what was said and not yet answered, so that a reload loses nothing. */
export interface OutboxStore {
  load(): { chat: string; id: string; text: string }[]
  save(unsent: { chat: string; id: string; text: string }[]): void
}

/** Time, so that a test or a worker can stand in for the page. */
export interface Clock {
  now(): number
  setTimeout(f: () => void, ms: number): unknown
  clearTimeout(t: unknown): void
}

export interface Options {
  ticket(): Promise<Ticket>
  staff?: boolean
  store?: OutboxStore
  clock?: Clock
  random?(): number
  WebSocketCtor?: { new (url: string, protocols: string[]): WebSocket }
}

/** Why a frame was refused. Kinds are those of the server, and `gone` for a link that was stopped. */
export class LinkError extends Error {
  constructor(
    readonly kind: string,
    message: string,
    readonly field?: string,
  ) {
    super(message)
  }
}

/** An error of the ticket call that a new attempt will not change. */
export class Refused extends Error {}

/** A frame without what the link fills in. */
export type Change = { action: string; chat?: string } & Record<string, unknown>

interface Job {
  frame: Change & { id: string }
  tries: number
  done(ack: Ack): void
  fail(error: LinkError): void
  timer?: unknown
}

const ACK = 8_000
const GAP = 500
const FIRST_BEAT = 2_000
const TYPING = 7_000
const HOUR = 3_600_000
const MINUTE = 60_000

const pageClock: Clock = {
  now: () => Date.now(),
  setTimeout: (f, ms) => setTimeout(f, ms),
  clearTimeout: (t) => clearTimeout(t as number),
}

/** An id that nobody else makes: 128 random bits. */
export function newID(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '')
}

export function createLink(options: Options): Link {
  return new Link(options)
}

export class Link {
  status: Status = { state: 'idle', since: 0 }
  readonly timelines = new Map<string, Timeline>()
  listRev = 0
  private clock: Clock
  private random: () => number
  private socket?: WebSocket
  private opening?: WebSocket
  private ready = false
  private attempt = 0
  private offset = 0
  private clocks: Clocks = { beat: 2 * MINUTE, lease: 15_000, idle: MINUTE }
  private queues = new Map<string, Job[]>()
  private watchers = new Set<() => void>()
  private listeners = new Map<string, Set<(frame: never) => void>>()
  private timers: Record<string, unknown> = {}
  private gaps = new Map<string, unknown>()

  constructor(private readonly options: Options) {
    this.clock = options.clock ?? pageClock
    this.random = options.random ?? Math.random
  }

  /** Opens the socket and keeps it open. What the last page left unsent is sent first. */
  start(): void {
    if (this.status.state !== 'idle' && this.status.state !== 'stopped' && this.status.state !== 'refused') return
    for (const u of this.options.store?.load() ?? []) {
      const t = this.timeline(u.chat)
      if (t.pending.some((p) => p.id === u.id)) continue
      t.pending = [...t.pending, { id: u.id, text: u.text, state: 'sending' }]
      this.sendSaid(u.chat, u.id, u.text)
    }
    globalThis.addEventListener?.('online', this.hasten)
    globalThis.addEventListener?.('offline', this.lost)
    this.attempt = 0
    this.connect()
  }

  /** Closes the socket for good; nothing is forgotten, start opens it again. */
  stop(): void {
    globalThis.removeEventListener?.('online', this.hasten)
    globalThis.removeEventListener?.('offline', this.lost)
    for (const name of Object.keys(this.timers)) this.cancel(name)
    const sockets = [this.socket, this.opening]
    this.socket = this.opening = undefined
    this.ready = false
    for (const s of sockets) s?.close?.(1000)
    this.set('stopped')
  }

  /** The server's time, as far as this page can tell. */
  serverNow(): number {
    return this.clock.now() + this.offset
  }

  subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  /** Calls f for each received frame of a type. */
  on<T extends Received['type']>(type: T, f: (frame: Extract<Received, { type: T }>) => void): () => void {
    const set = this.listeners.get(type) ?? new Set()
    this.listeners.set(type, set.add(f as (frame: never) => void))
    return () => set.delete(f as (frame: never) => void)
  }

  timeline(chat: string): Timeline {
    let t = this.timelines.get(chat)
    if (!t) {
      t = new Timeline(chat)
      this.timelines.set(chat, t)
    }
    return t
  }

  /** Lets go of a chat: its timeline, and whatever waits to be sent in it. */
  forget(chat: string): void {
    for (const job of this.queues.get(chat) ?? []) {
      this.clock.clearTimeout(job.timer)
      job.fail(new LinkError('gone', 'This chat is closed here.'))
    }
    this.queues.delete(chat)
    this.timelines.delete(chat)
    this.save()
  }

  /** Sends a frame that changes something; resolves with its ack, however many sockets that takes. */
  change(frame: Change, id = newID()): Promise<Ack> {
    return new Promise((done, fail) => {
      const key = frame.chat ?? frame.action
      const queue = this.queues.get(key) ?? []
      this.queues.set(key, queue)
      queue.push({ frame: { ...frame, id }, tries: 0, done, fail })
      if (queue.length === 1) this.sendFirst(key)
    })
  }

  /** Says something: it stands in the timeline at once, as sending, until the server has it or refuses it. */
  say(chat: string, text: string): string {
    const id = newID()
    const t = this.timeline(chat)
    t.pending = [...t.pending, { id, text, state: 'sending' }]
    t.changed()
    this.save()
    this.sendSaid(chat, id, text)
    return id
  }

  /** Tries a refused message again, under its id. */
  retry(chat: string, id: string): void {
    const p = this.timeline(chat).pending.find((m) => m.id === id)
    if (!p) return
    this.mark(chat, id, { state: 'sending', error: undefined })
    this.sendSaid(chat, id, p.text)
  }

  /** Throws a refused message away. */
  discard(chat: string, id: string): void {
    const t = this.timeline(chat)
    t.pending = t.pending.filter((m) => m.id !== id)
    t.changed()
    this.save()
  }

  typing(chat: string, on: boolean): void {
    this.send({ action: 'typing', chat, on })
  }

  /** Asks at once whether anything was missed, and renews an agent's lease. */
  beat = (): void => {
    if (!this.ready) return
    const have = [...this.timelines.values()].filter((t) => t.tail > 0).map((t) => this.held(t))
    const frame: Beat = { action: 'beat', id: newID(), have }
    if (this.options.staff) frame.listRev = this.listRev
    if (have.length || this.options.staff) this.send(frame)
    this.later('beat', this.rhythm(have.length), this.beat)
  }

  private rhythm(chats: number): number {
    if (!this.options.staff) return this.clocks.beat
    return chats ? this.clocks.lease : this.clocks.idle
  }

  private held(t: Timeline): Held {
    const h: Held = { chat: t.id, after: t.tail }
    if (this.options.staff) h.afterPrivate = t.privateTail
    return h
  }

  // ---- what is said -------------------------------------------------------------------------------------------------

  private sendSaid(chat: string, id: string, text: string): void {
    this.change({ action: 'message', chat, text }, id).then(
      (ack) => {
        const t = this.timeline(chat)
        const me = t.chat?.parties.find((p) => p.me)?.party ?? 'v'
        if (t.apply([{ seq: ack.seq ?? 0, id, at: ack.at, who: me, kind: 'said', text }])) this.ask(chat)
        this.save()
      },
      (error: LinkError) => {
        if (error.kind !== 'gone') this.mark(chat, id, { state: 'failed', error: error.message })
      },
    )
  }

  private mark(chat: string, id: string, change: Partial<Pending>): void {
    const t = this.timeline(chat)
    t.pending = t.pending.map((p) => (p.id === id ? { ...p, ...change } : p))
    t.changed()
    this.save()
  }

  private save(): void {
    this.options.store?.save(
      [...this.timelines.values()].flatMap((t) => t.pending.map((p) => ({ chat: t.id, id: p.id, text: p.text }))),
    )
  }

  // ---- one in flight ------------------------------------------------------------------------------------------------

  private sendFirst(key: string): void {
    const job = this.queues.get(key)?.[0]
    if (!job || !this.ready) return
    const t = job.frame.chat ? this.timelines.get(job.frame.chat) : undefined
    const frame = { ...job.frame }
    if (frame.chat) frame.after = Math.max(Number(frame.after ?? 0), t?.tail ?? 0)
    this.clock.clearTimeout(job.timer)
    job.timer = this.clock.setTimeout(() => this.sendFirst(key), ACK)
    this.send(frame)
  }

  private settle(id: string, then: (job: Job) => void): void {
    for (const [key, queue] of this.queues) {
      const job = queue[0]
      if (job?.frame.id !== id) continue
      this.clock.clearTimeout(job.timer)
      queue.shift()
      if (!queue.length) this.queues.delete(key)
      then(job)
      void Promise.resolve().then(() => this.sendFirst(key)) // whoever waited for this one goes first
      return
    }
  }

  private refused(e: ChatError): void {
    if (!e.id) return // unknown: the ack's time-out sends it again
    const [key, queue] = [...this.queues].find(([, q]) => q[0]?.frame.id === e.id) ?? []
    const job = queue?.[0]
    if (!key || !job) return
    if (e.kind === 'behind' && e.chat && job.tries++ < 5) {
      this.ask(e.chat)
      return // sent again when the chat has been read
    }
    if ((e.kind === 'internal' || e.kind === 'limited') && job.tries++ < 5) {
      this.clock.clearTimeout(job.timer)
      job.timer = this.clock.setTimeout(() => this.sendFirst(key), this.random() * 1000 * 2 ** job.tries)
      return
    }
    if (e.kind === 'unauthorized') {
      this.socket?.close(4001) // a new ticket, or the reason why there is none
      return
    }
    this.settle(e.id, (j) => j.fail(new LinkError(e.kind, e.message, e.field)))
  }

  // ---- what comes in ------------------------------------------------------------------------------------------------

  private receive(frame: Received): void {
    switch (frame.type) {
      case 'ack':
        this.taken(frame as Ack)
        break
      case 'error':
        this.refused(frame as ChatError)
        break
      case 'resumed':
        this.resumed(frame as Resumed)
        break
      case 'beat':
        if ('tails' in frame) this.beaten(frame.tails, frame.at, frame.gone)
        if ('listRev' in frame && frame.listed) this.listRev = frame.listRev ?? 0
        break
      case 'events':
        if ('events' in frame || 'private' in frame) {
          const t = this.timelines.get(frame.chat as string)
          if (!t) this.ask(frame.chat as string)
          else if (t.apply(frame.events, frame.private)) this.askLater(t.id)
        }
        break
      case 'typing':
        if ('on' in frame && 'who' in frame) this.seen(frame.chat, frame.who, frame.on)
        break
    }
    for (const f of this.listeners.get(frame.type as string) ?? []) (f as (frame: Received) => void)(frame)
  }

  private taken(ack: Ack): void {
    if (ack.view) {
      const t = this.timeline(ack.view.chat)
      t.heardAt = this.clock.now()
      if (t.see(ack.view) || ack.view.more) this.ask(t.id)
      if (this.options.staff) this.later('beat', this.clocks.lease, this.beat) // from now on she is waited for
    } else if (ack.chat && ack.re !== 'message' && ack.seq) {
      const t = this.timelines.get(ack.chat)
      if (t && t.tail < ack.seq) this.askLater(ack.chat)
    }
    this.settle(ack.id, (job) => job.done(ack))
  }

  private beaten(tails: Held[], at: number, gone: string[] = []): void {
    this.offset = at - this.clock.now()
    for (const h of tails) {
      const t = this.timelines.get(h.chat)
      if (!t) continue
      t.heardAt = this.clock.now()
      if (t.tail < h.after || (this.options.staff && t.privateTail < (h.afterPrivate ?? 0))) this.ask(h.chat)
    }
    for (const chat of gone) this.leave(chat)
  }

  private resumed(r: Resumed): void {
    this.offset = r.at - this.clock.now()
    this.clocks = r.clocks
    if (r.listRev !== undefined) this.listRev = r.listRev
    let more = false
    for (const view of r.chats) {
      const t = this.timeline(view.chat)
      t.heardAt = this.clock.now()
      const gap = t.see(view)
      more = more || gap || !!view.more
    }
    for (const chat of r.gone ?? []) this.leave(chat)
    if (more) this.send(this.resume())
    this.adopt(r.expires)
    for (const key of this.queues.keys()) this.sendFirst(key)
  }

  /** A chat that is not ours any more: what waits in it will never be answered. */
  private leave(chat: string): void {
    if (this.timelines.get(chat)?.tail === 0) this.timelines.delete(chat)
    for (const job of [...(this.queues.get(chat) ?? [])]) {
      this.settle(job.frame.id, (j) => j.fail(new LinkError('not_found', 'This chat is not open for you any more.')))
    }
  }

  private seen(chat: string, who: string, on: boolean): void {
    const t = this.timelines.get(chat)
    if (!t) return
    if (on) t.typing.set(who, this.clock.now() + TYPING)
    else t.typing.delete(who)
    t.changed()
    if (on) {
      this.clock.setTimeout(() => {
        if ((t.typing.get(who) ?? 0) > this.clock.now()) return
        t.typing.delete(who)
        t.changed()
      }, TYPING + 50)
    }
  }

  private resume(chat?: string): Resume {
    const all = chat ? [this.timeline(chat)] : [...this.timelines.values()]
    return { action: 'resume', id: newID(), have: all.map((t) => this.held(t)) }
  }

  private ask(chat: string): void {
    this.send(this.resume(chat))
  }

  private askLater(chat: string): void {
    if (this.gaps.has(chat)) return
    this.gaps.set(
      chat,
      this.clock.setTimeout(() => {
        this.gaps.delete(chat)
        const t = this.timelines.get(chat)
        if (t) this.ask(chat)
      }, GAP),
    )
  }

  // ---- the socket ---------------------------------------------------------------------------------------------------

  private async connect(): Promise<void> {
    if (this.opening) return
    if (!this.ready) this.set('connecting')
    const claim = {} as WebSocket
    this.opening = claim
    let ticket: Ticket
    try {
      ticket = await this.options.ticket()
    } catch (error) {
      if (this.opening !== claim) return
      this.opening = undefined
      if (error instanceof Refused) this.set('refused', error.message)
      else this.again()
      return
    }
    if (this.opening !== claim) return
    const Ctor = this.options.WebSocketCtor ?? WebSocket
    const ws = new Ctor(ticket.socket, [SUBPROTOCOL, TICKET_PREFIX + ticket.ticket])
    this.opening = ws
    ws.onopen = () => ws.send(JSON.stringify(this.resume()))
    ws.onmessage = (m) => this.heard(ws, String(m.data))
    ws.onclose = () => this.closed(ws)
  }

  private heard(ws: WebSocket, text: string): void {
    if (ws !== this.socket && ws !== this.opening) return // orphaned
    let frame: Received
    try {
      frame = JSON.parse(text)
    } catch {
      return
    }
    if (typeof frame?.type !== 'string') return // the gateway's own notice: unknown
    if (frame.type === 'resumed' && ws === this.opening) {
      const old = this.socket
      this.socket = ws
      this.opening = undefined
      old?.close(1000)
    }
    this.receive(frame)
  }

  /** The socket that has just answered is the one: beat once soon, and be replaced in time. */
  private adopt(expires: number): void {
    if (this.ready && this.timers.renew) return
    this.ready = true
    this.attempt = 0
    this.set('open')
    this.later('beat', FIRST_BEAT, this.beat)
    const most = (100 + 15 * this.random()) * MINUTE
    const left = expires - this.serverNow() - 5 * MINUTE
    this.later('renew', Math.max(Math.min(most, left, 2 * HOUR), 10_000), () => {
      this.timers.renew = undefined
      void this.connect()
    })
  }

  private closed(ws: WebSocket): void {
    if (ws !== this.socket && ws !== this.opening) return
    if (ws === this.opening) this.opening = undefined
    if (ws === this.socket) {
      this.socket = undefined
      this.ready = false
      this.cancel('renew')
      this.cancel('beat')
    }
    this.again()
  }

  /** Tries again, with full jitter. */
  private again(): void {
    if (this.status.state === 'stopped') return
    if (!this.ready) this.set('offline')
    const cap = [...this.timelines.values()].some((t) => !t.ended) ? 15_000 : MINUTE
    const wait = this.random() * Math.min(cap, 1000 * 2 ** Math.min(this.attempt++, 10))
    this.later('again', wait, () => void this.connect())
  }

  private hasten = (): void => {
    if (this.ready || this.opening) return
    this.attempt = 0
    this.cancel('again')
    void this.connect()
  }

  private lost = (): void => {
    if (!this.ready) this.set('offline')
  }

  private send(frame: object): void {
    const ws = this.socket
    if (ws && ws.readyState === 1) ws.send(JSON.stringify(frame))
  }

  private set(state: Status['state'], error?: string): void {
    if (this.status.state === state && this.status.error === error) return
    this.status = { state, since: this.clock.now(), error }
    for (const w of this.watchers) w()
  }

  private later(name: string, ms: number, f: () => void): void {
    this.cancel(name)
    this.timers[name] = this.clock.setTimeout(f, ms)
  }

  private cancel(name: string): void {
    if (this.timers[name] !== undefined) this.clock.clearTimeout(this.timers[name])
    this.timers[name] = undefined
  }
}
