// A server small enough to be seen through, for tests of a visit: it keeps one chat per secret, answers what a visitor's
// page sends, and remembers everything it was sent. What agents do is called on it.

import type { Ticket } from '../../link/link'
import type { Chat, ChatEvent } from '../../link/protocol.gen'
import type { Calls, Deployment } from './calls'

export type Frame = Record<string, unknown> & { action: string; id: string; chat: string; text?: string }

interface Held {
  secret: string
  view: Chat
}

export class Server {
  deployment: Deployment = {
    site: 'Lantern & Loom',
    buttons: [{ button: 'support', name: 'Support', available: true }],
  }
  asked = 0
  left: [secret: string, chat: string][] = []
  secrets: string[] = []
  sockets: Socket[] = []
  frames: Frame[] = []
  /** Frames of these actions are heard, and not answered. */
  mute = new Set<string>()
  /** Frames of these actions are refused with these words. */
  refuse: Record<string, string> = {}
  private chats = new Map<string, Held>()

  calls(): Calls {
    return {
      ask: async () => {
        this.asked++
        return this.deployment
      },
      ticket: async (secret: string): Promise<Ticket> => {
        this.secrets.push(secret)
        return { ticket: secret.slice(0, 8), socket: 'wss://chat.example' }
      },
      leave: async (secret: string, chat: string) => void this.left.push([secret, chat]),
    }
  }

  /** The constructor of the sockets that end here. */
  get Socket() {
    const server = this
    return class extends Socket {
      constructor(url: string, protocols: string[]) {
        const ticket = protocols[1]?.slice('ticket.'.length) ?? ''
        super(server, url, server.secrets.find((s) => s.startsWith(ticket)) ?? '')
        server.sockets.push(this)
      }
    } as unknown as new (
      url: string,
      protocols: string[],
    ) => WebSocket
  }

  of = (action: string): Frame[] => this.frames.filter((f) => f.action === action)
  chat = (n = 0): Chat => ([...this.chats.values()][n] as Held).view

  answer(frame: Frame, secret: string): object | undefined {
    this.frames.push(frame)
    if (this.mute.has(frame.action)) return
    const { action: re, id, chat } = frame
    const message = this.refuse[re]
    if (message) return { type: 'error', re, id, kind: 'invalid', message }
    const mine = [...this.chats.values()].filter((c) => c.secret === secret).map((c) => c.view)
    if (re === 'resume') return this.resumed(id, mine)
    if (re === 'request') return { type: 'ack', re, id, at: Date.now(), view: this.request(frame, secret) }
    if (re === 'message') return this.ack(frame, { who: 'v', kind: 'said', text: frame.text })
    if (re === 'visit') return { type: 'ack', re, id, chat, at: Date.now() }
    if (re === 'end') return this.ack(frame, this.visitorEnd(chat))
    if (re === 'beat')
      return { type: 'beat', id, at: Date.now(), tails: mine.map((c) => ({ chat: c.chat, after: c.tail })) }
  }

  /** Something happens in a chat: everybody in it is told. */
  happens(event: Omit<ChatEvent, 'seq' | 'at'>, n = 0): ChatEvent {
    const { view, secret } = [...this.chats.values()][n] as Held
    const e = { ...event, seq: ++view.tail, at: Date.now() }
    view.events.push(e)
    if (e.kind === 'accepted') {
      view.state = 'engaged'
      view.parties.push({ party: e.party ?? '', name: e.name ?? '' })
    }
    if (e.kind === 'ended') view.state = 'ended'
    for (const s of this.sockets) if (s.secret === secret) s.hears({ type: 'events', chat: view.chat, events: [e] })
    return e
  }

  /** Where she stands in the queue now. */
  place(place: number, wait: number): void {
    for (const s of this.sockets) s.hears({ type: 'place', chat: this.chat().chat, place, wait })
  }

  accept = (name = 'Noor K.') => this.happens({ who: 'a1', kind: 'accepted', party: 'a1', name })
  comes = (kind: 'joined' | 'transferred' | 'returned', party: string, name: string) =>
    this.happens({ who: party, kind, party, name })
  goes = (kind: 'left' | 'handedOn', party: string) => this.happens({ who: party, kind, party })
  say = (text: string) => this.happens({ who: 'a1', kind: 'said', text })
  end = (reason = 'ended', by: 'agent' | 'system' = 'agent') =>
    this.happens({ who: by === 'agent' ? 'a1' : 'system', kind: 'ended', by, reason })

  private resumed(id: string, chats: Chat[]): object {
    const clocks = { beat: 120_000, lease: 15_000, idle: 60_000 }
    return {
      type: 'resumed',
      id,
      at: Date.now(),
      chats: structuredClone(chats),
      clocks,
      expires: Date.now() + 7_200_000,
    }
  }

  private request(frame: Frame, secret: string): Chat {
    const known = this.chats.get(secret)?.view
    const chat = `c${this.chats.size + 1}`
    const first = { seq: 1, id: frame.id, at: Date.now(), who: 'v', kind: 'requested' }
    const parties = [{ party: 'v', name: '', me: true }]
    const fresh: Chat = {
      chat,
      state: 'waiting',
      button: 'Support',
      requestedAt: first.at,
      parties,
      tail: 1,
      events: [first],
    }
    if (!known) this.chats.set(secret, { secret, view: fresh })
    return structuredClone(known ?? fresh)
  }

  private visitorEnd(chat: string): Omit<ChatEvent, 'seq' | 'at'> {
    const waiting = [...this.chats.values()].find((c) => c.view.chat === chat)?.view.state === 'waiting'
    return { who: 'v', kind: 'ended', by: 'visitor', reason: waiting ? 'cancelled' : 'ended' }
  }

  private ack({ action: re, id, chat }: Frame, event: Omit<ChatEvent, 'seq' | 'at'>): object {
    const n = [...this.chats.values()].findIndex((c) => c.view.chat === chat)
    const { seq, at } = this.happens({ ...event, id }, n)
    return { type: 'ack', re, id, chat, seq, at }
  }
}

/** One socket, as a page holds it. */
class Socket {
  readyState = 0
  onopen?: () => void
  onmessage?: (m: { data: string }) => void
  onclose?: () => void
  constructor(
    private readonly server: Server,
    readonly url: string,
    readonly secret: string,
  ) {
    queueMicrotask(() => {
      this.readyState = 1
      this.onopen?.()
    })
  }
  send(text: string): void {
    const answer = this.server.answer(JSON.parse(text), this.secret)
    if (answer) queueMicrotask(() => this.hears(answer))
  }
  hears(frame: object): void {
    if (this.readyState === 1) this.onmessage?.({ data: JSON.stringify(frame) })
  }
  close(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    queueMicrotask(() => this.onclose?.())
  }
}
