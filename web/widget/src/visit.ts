// One visitor on one page: from asking whether somebody is there to the end of the chat, over reloads and other tabs. It
// holds no socket and no secret before she asks; what it shows follows from the link's timeline alone.

import { createLink, type Link, type LinkError, newID, type Options, type Timeline } from '../../link/link'
import type { Detail } from '../../link/protocol.gen'
import { about } from './about'
import type { Calls, Deployment } from './calls'
import { Keep, type Kept, newSecret } from './keep'
import { agents, aloud, linesOf, modeOf, nameOf } from './picture'
import { type Acts, type Mode, nothing, type Scene } from './scene'

/** Who draws, who listens. `hands`: a person's own act led to this scene. */
export interface Stage {
  draw(scene: Scene, hands: boolean): void
  say(text: string): void
  tell(event: string, detail?: object): void
  dress(deployment: Deployment): void
}

/** What a page's own script says of its visitor. */
export interface Known {
  name?: string
  details?: Detail[]
}

const TYPING = 5_000
const LOOK = 30_000

export class Visit implements Acts {
  known: Known = {}
  button?: string
  #keep: Keep
  #link?: Link
  #kept?: Kept
  #shown = false
  #door: Mode = 'before'
  #site = ''
  #error = ''
  #asked = { name: '', question: '' }
  #news = 0
  /** How far the log was told aloud; from the first whole answer on, what comes is new. */
  #told = 0
  #live = false
  #hands = false
  #due = false
  #wrote = 0
  #poll?: ReturnType<typeof setInterval>

  #calls: Calls
  #stage: Stage
  #options: Partial<Options>

  constructor(calls: Calls, stage: Stage, options: Partial<Options> = {}) {
    this.#calls = calls
    this.#stage = stage
    this.#options = options
    this.#keep = new Keep(calls.deployment, (word) => (word === 'out' ? this.#leave() : this.#follow()))
  }

  /** Goes on with what the last page, or another tab, has begun. */
  restore(): void {
    this.#kept = this.#keep.chat()
    this.#shown = !!this.#kept && this.#keep.open
    if (this.#kept) this.#begin()
    this.#look()
  }

  // ---- what she does ------------------------------------------------------------------------------------------------

  open(): void {
    this.#shown = this.#hands = true
    this.#keep.open = true
    this.#news = 0
    this.#error = ''
    if (!this.#kept) void this.#knock()
    else if (this.#link?.status.state === 'refused') this.#link.start()
    this.#stage.tell('open')
    this.#look()
  }

  close(): void {
    this.#shown = this.#keep.open = false
    this.#hands = true
    clearInterval(this.#poll)
    this.#stage.tell('close')
    this.#look()
  }

  start(name: string, question: string): void {
    if (this.#kept) return
    this.#asked = { name, question }
    this.#error = ''
    this.#hands = true
    void this.#request(name, question)
  }

  cancel(): void {
    if (this.#timeline?.chat) {
      this.end()
      return
    }
    const link = this.#link // it may have been asked already: then its answer ends it
    this.#reset()
    if (link) setTimeout(() => link.stop(), LOOK)
    this.open()
  }

  end(): void {
    const t = this.#timeline
    this.#hands = true
    // Refused means that it has ended already, and the log says how.
    if (t) this.#link?.change({ action: 'end', chat: t.id }).catch(() => this.#link?.beat())
  }

  say(text: string): void {
    const t = this.#timeline
    this.#wrote = 0
    if (t) this.#link?.say(t.id, text)
  }

  typing(text: string): void {
    const t = this.#timeline
    const on = !!text.trim()
    if (!t || (on ? Date.now() - this.#wrote < TYPING : !this.#wrote)) return
    this.#wrote = on ? Date.now() : 0
    this.#link?.typing(t.id, on)
  }

  retry(id: string): void {
    if (this.#timeline) this.#link?.retry(this.#timeline.id, id)
  }

  discard(id: string): void {
    if (this.#timeline) this.#link?.discard(this.#timeline.id, id)
  }

  again(): void {
    this.#link?.stop()
    this.#reset()
    this.#asked.question = ''
    this.open()
  }

  /** Forgets her on this browser: on a shared machine the next person finds nothing. The server notices that she left. */
  shutdown(): void {
    this.#keep.tell('out')
    this.#keep.forget()
    this.#leave()
  }

  /** The page closes. With the site's last tab she is gone, unless the next page says otherwise soon (R102). */
  bye(): void {
    const t = this.#timeline
    if (this.#kept && t?.chat && !t.ended && this.#keep.alone()) this.#calls.leave(this.#kept.secret, t.id)
    this.#keep.tell('bye')
  }

  /** The page came back as it was. */
  back(): void {
    this.#keep.tell('hi')
    this.#link?.beat()
  }

  // ---- the chat -----------------------------------------------------------------------------------------------------

  get #timeline(): Timeline | undefined {
    return this.#kept?.chat ? this.#link?.timelines.get(this.#kept.chat) : undefined
  }

  /** Looks whether somebody is there; while nobody is, looks again now and then (R59). */
  async #knock(): Promise<void> {
    clearInterval(this.#poll)
    try {
      const d = await this.#calls.ask()
      this.#site = d.site
      this.#stage.dress(d)
      const button = d.buttons.find((b) => b.button === (this.button ?? b.button))
      this.button ??= button?.button
      this.#door = button?.available ? 'before' : 'away'
    } catch {
      this.#door = 'broken'
    }
    if (!this.#shown || this.#kept) return
    if (this.#door !== 'before') this.#poll = setInterval(() => !document.hidden && void this.#knock(), LOOK)
    if (this.#door === 'away') this.#stage.tell('unavailable')
    this.#look()
  }

  async #request(name: string, question: string): Promise<void> {
    const kept: Kept = {
      secret: newSecret(),
      ask: { id: newID(), button: this.button ?? '', name, question, visitorKey: this.#keep.visitor() },
      at: Date.now(),
    }
    if (this.known.details) kept.ask.details = this.known.details
    this.#kept = kept
    this.#look()
    if (!this.button) await this.#knock()
    Object.assign(kept.ask, await about(this.#keep.referrer()), { button: this.button ?? '' })
    if (this.#kept !== kept) return
    this.#keep.keepChat(kept)
    this.#begin()
  }

  #begin(): void {
    const kept = this.#kept as Kept
    const link = createLink({ ...this.#options, ticket: () => this.#calls.ticket(kept.secret), store: this.#keep })
    this.#link = link
    this.#live = false
    this.#told = 0
    link.subscribe(this.#changed)
    link.on('resumed', ({ chats, gone }) => {
      if (kept.chat && !this.#live && (gone?.includes(kept.chat) || !chats.some((c) => c.chat === kept.chat)))
        this.#lose()
      this.#told = this.#live ? this.#told : (this.#timeline?.tail ?? 0)
      this.#live ||= !chats.some((c) => c.more)
    })
    if (kept.chat) link.timeline(kept.chat).subscribe(this.#changed)
    else this.#ask(link, kept)
    link.start()
    this.#look()
  }

  #ask(link: Link, kept: Kept): void {
    const { id, ...frame } = kept.ask
    link.change({ action: 'request', ...frame }, id).then(
      (ack) => {
        const chat = ack.chat ?? ack.view?.chat ?? ''
        if (this.#kept?.secret !== kept.secret) {
          void link.change({ action: 'end', chat }).then(() => link.stop()) // cancelled before it was there
          return
        }
        kept.chat = chat
        this.#keep.keepChat(kept)
        link.timeline(chat).subscribe(this.#changed)
        this.#stage.tell('requested', { chat })
        this.#look()
      },
      (error: LinkError) => {
        if (this.#kept !== kept) return
        link.stop()
        this.#reset()
        this.#error = error.message
        this.#look()
      },
    )
  }

  /** Another tab has begun a chat, or learned more of it. */
  #follow(): void {
    const kept = this.#keep.chat()
    if (!kept || kept.secret === this.#kept?.secret) return
    if (this.#kept && !this.#timeline?.ended) return // each tab has one: hers goes on
    this.#link?.stop()
    this.#reset()
    this.#kept = kept
    this.#begin()
  }

  /** The server knows nothing of this chat any more. */
  #lose(): void {
    queueMicrotask(() => {
      this.#link?.stop()
      this.#reset()
      this.#look()
    })
  }

  #leave(): void {
    this.bye()
    this.#link?.stop()
    this.#reset()
    this.#asked = { name: '', question: '' }
    this.known = {}
    this.#shown = this.#keep.open = false
    this.#look()
  }

  #reset(): void {
    if (this.#kept) this.#keep.dropChat(this.#kept.secret)
    this.#kept = this.#link = undefined
    this.#door = 'before'
    this.#error = ''
    this.#news = this.#wrote = 0
  }

  // ---- what is seen -------------------------------------------------------------------------------------------------

  #changed = (): void => {
    if (this.#due) return
    this.#due = true
    queueMicrotask(() => {
      this.#due = false
      this.#look()
    })
  }

  #look(): void {
    const t = this.#timeline
    if (t && this.#live) this.#hear(t)
    this.#stage.draw(this.#scene(t), this.#hands)
    this.#hands = false
    if (!t?.ended || !this.#kept) return
    this.#keep.dropChat(this.#kept.secret) // the next page begins anew; this one still shows it
    if (!t.pending.some((p) => p.state === 'sending')) this.#link?.stop()
  }

  /** Tells what has come since the last look. */
  #hear(t: Timeline): void {
    for (const e of t.events.slice(this.#told)) {
      const words = aloud(t, e)
      if (words) this.#stage.say(words)
      if (e.kind === 'said') this.#stage.tell('message', { from: e.who === 'v' ? 'visitor' : 'agent' })
      if (e.kind === 'said' && e.who !== 'v' && !this.#shown) this.#news++
      if (e.kind === 'accepted') this.#stage.tell('accepted', { name: e.name })
      if (e.kind === 'ended') this.#stage.tell('ended', { by: e.by, reason: e.reason })
    }
    this.#told = t.tail
  }

  #scene(t?: Timeline): Scene {
    const state = this.#link?.status.state
    const base = {
      ...nothing,
      ...this.#asked,
      open: this.#shown,
      site: this.#site,
      error: this.#error,
      news: this.#news,
    }
    base.name ||= this.known.name ?? ''
    if (!this.#kept) return { ...base, mode: this.#door }
    if (state === 'refused') return { ...base, mode: 'broken', error: this.#link?.status.error ?? '' }
    const lost = !!state && state !== 'open' && state !== 'stopped'
    if (!t?.chat) return { ...base, mode: 'waiting', busy: true, lost: lost && state === 'offline' }
    const off = (this.#link?.serverNow() ?? 0) - Date.now()
    return {
      ...base,
      mode: modeOf(t),
      names: agents(t),
      lines: linesOf(t, this.#kept.ask.question ?? '', Date.now() + off),
      typing: [...t.typing.keys()].filter((who) => who !== 'v').map((who) => nameOf(t, who)),
      lost,
      since: t.chat.requestedAt - off,
    }
  }
}
