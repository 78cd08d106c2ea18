// Stand-ins for a test of the link: time that it moves by hand, and the other end of each socket.

import type { Clock } from './link'
import type { ChatEvent } from './protocol.gen'

/** Time that only the test moves. */
export class Hands implements Clock {
  at = 1_000_000
  private due: { at: number; f: () => void; id: number }[] = []
  private n = 0
  now = () => this.at
  setTimeout = (f: () => void, ms: number) => {
    this.due.push({ at: this.at + ms, f, id: ++this.n })
    return this.n
  }
  clearTimeout = (id: unknown) => {
    this.due = this.due.filter((d) => d.id !== id)
  }
  async pass(ms: number) {
    const end = this.at + ms
    for (;;) {
      const next = this.due.filter((d) => d.at <= end).sort((a, b) => a.at - b.at || a.id - b.id)[0]
      if (!next) break
      this.at = next.at
      this.clearTimeout(next.id)
      next.f()
      await settled()
    }
    this.at = end
    await settled()
  }
}

export const settled = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}

export type Frame = Record<string, unknown> & {
  action?: string
  id?: string
  chat?: string
  after?: number
  text?: string
}

/** The other end of a socket. */
export class FakeSocket {
  static all: FakeSocket[] = []
  /** Whose time the server keeps; none, and it answers nothing by itself. */
  static server?: Hands
  readyState = 0
  sent: Frame[] = []
  onopen?: () => void
  onmessage?: (m: { data: string }) => void
  onclose?: () => void
  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {
    FakeSocket.all.push(this)
  }
  send(text: string) {
    const frame: Frame = JSON.parse(text)
    this.sent.push(frame)
    // A server that lives answers a beat; tails are told by the tests that are about them.
    const { server } = FakeSocket
    if (frame.action === 'beat' && server) this.says({ type: 'beat', id: frame.id, at: server.at, tails: [] })
  }
  close() {
    if (this.readyState === 3) return
    this.readyState = 3
    this.onclose?.()
  }
  opens() {
    this.readyState = 1
    this.onopen?.()
  }
  says(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
  of(action: string) {
    return this.sent.filter((f) => f.action === action)
  }
}

export const last = () => FakeSocket.all.at(-1) as FakeSocket
export const event = (seq: number, who = 'a1', text = `m${seq}`): ChatEvent => ({
  seq,
  who,
  text,
  kind: 'said',
  at: seq,
})
export const view = (events: ChatEvent[], tail = events.length) => ({
  chat: 'c',
  state: 'engaged',
  button: 'support',
  requestedAt: 1,
  parties: [{ party: 'v', name: 'Mara', me: true }],
  tail,
  events,
})
export const resumed = (clock: Hands, chats: object[] = [], more: object = {}) => ({
  type: 'resumed',
  id: 'r',
  at: clock.at,
  chats,
  clocks: { beat: 120_000, lease: 15_000, idle: 60_000 },
  expires: clock.at + 10 * 3_600_000,
  ...more,
})
