// A chat as a screen shows it: the public log in order without gaps or doubles, the private log for staff, and what is
// still on its way.

import type { Chat, ChatEvent } from './protocol.gen'

/** Something the person here has said and the server has not answered yet. */
export interface Pending {
  id: string
  text: string
  state: 'sending' | 'failed'
  error?: string
}

export class Timeline {
  events: ChatEvent[] = []
  private: ChatEvent[] = []
  pending: Pending[] = []
  /** What is known of the chat itself; its events are the ones above. */
  chat?: Chat
  /** More of it is on its way: a long chat comes in pages. */
  partial = false
  /** Until when (ms, this machine's clock) each party is shown as writing. */
  typing = new Map<string, number>()
  #readers = new Set<() => void>()
  #early = new Map<number, ChatEvent>()

  constructor(readonly id: string) {}

  /** Newest public seq that is held without a gap. */
  get tail(): number {
    return this.events.length
  }

  get ended(): boolean {
    return this.chat?.state === 'ended' || this.events.at(-1)?.kind === 'ended'
  }

  subscribe = (reader: () => void): (() => void) => {
    this.#readers.add(reader)
    return () => this.#readers.delete(reader)
  }

  changed(): void {
    for (const r of this.#readers) r()
  }

  get privateTail(): number {
    return this.private.length
  }

  /** Adds events; a known seq is ignored, one that comes too early waits. Reports whether a gap is left. */
  apply(events: ChatEvent[] = [], _hidden?: ChatEvent[]): boolean {
    for (const e of events) if (e.seq > this.tail) this.#early.set(e.seq, e)
    const fresh: ChatEvent[] = []
    for (let e = this.#early.get(this.tail + 1); e; e = this.#early.get(this.tail + fresh.length + 1)) {
      this.#early.delete(e.seq)
      fresh.push(e)
    }
    if (fresh.length) this.events = [...this.events, ...fresh]
    for (const e of fresh) this.#follow(e)
    if (fresh.length) this.changed()
    return this.#early.size > 0
  }

  /** Takes the server's view of the chat, with the events that it brings. */
  see(view: Chat): boolean {
    this.chat = { ...view, events: [] }
    this.partial = !!view.more
    const gap = this.apply(view.events, view.private)
    this.changed()
    return gap
  }

  /** Whose connection is lost, until something comes from her (R22, R135). */
  misses(absent: string): void {
    if (this.chat) this.chat = { ...this.chat, absent }
    this.changed()
  }

  #follow(e: ChatEvent): void {
    if (this.chat?.absent === e.who) this.misses('')
    this.pending = this.pending.filter((p) => p.id !== e.id)
    this.typing.delete(e.who)
    const c = this.chat
    if (!c) return
    if (e.kind === 'accepted' && e.party) {
      const known = c.parties.some((p) => p.party === e.party)
      const parties = known ? c.parties : [...c.parties, { party: e.party, name: e.name ?? '' }]
      this.chat = { ...c, state: 'engaged', acceptedAt: e.at, parties }
    }
    if (e.kind === 'ended') this.chat = { ...c, state: 'ended', endedAt: e.at }
  }
}

/** A timeline as staff see it, with what the visitor never does. */
export class StaffTimeline extends Timeline {
  /** Her details come once and are kept: a later page may have no room for them. */
  override see(view: Chat): boolean {
    return super.see({ ...view, visitor: view.visitor ?? this.chat?.visitor })
  }

  override apply(events?: ChatEvent[], hidden: ChatEvent[] = []): boolean {
    const more = hidden.filter((e) => e.seq > this.privateTail).sort((a, b) => a.seq - b.seq)
    const gap = !!more[0] && more[0].seq > this.privateTail + 1
    if (more.length && !gap) {
      this.private = [...this.private, ...more]
      this.changed()
    }
    return super.apply(events) || gap
  }
}
