// Tells the other side that somebody writes: once when it begins, each 5 s while it goes on, and once when it stops.
// Where somebody may see what is written, it goes along, at most once a second, each under a higher position (R115, R204).

import type { Clock } from '../../../link/link'

const AGAIN = 5_000
const STOPPED = 6_000
const PEEK = 1_000
const MAX_DRAFT = 4_096

type Tell = (chat: string, on: boolean, draft?: { text: string; position: number }) => void

export class Typist {
  private chat?: string
  private toldAt = 0
  private peek = false
  private text = ''
  private position = 0
  private timer?: unknown
  private later?: unknown

  constructor(
    private readonly tell: Tell,
    private readonly clock: Clock,
  ) {}

  /** A key was pressed in a chat, and this stands in its composer now; `peek`: somebody may see it. */
  wrote(chat: string, text: string, peek = false): void {
    if (!text.trim()) {
      this.stop()
      return
    }
    if (this.chat !== chat) this.stop()
    const begins = this.chat === undefined
    this.chat = chat
    this.text = text
    this.peek = peek
    const since = this.clock.now() - this.toldAt
    if (begins || since >= (peek ? PEEK : AGAIN)) this.say()
    else if (peek) this.later ??= this.clock.setTimeout(() => this.say(), PEEK - since)
    this.clock.clearTimeout(this.timer)
    this.timer = this.clock.setTimeout(() => this.stop(peek), STOPPED)
  }

  /** She stopped; what she has written stays in sight if she only pauses. */
  stop(pause = false): void {
    this.clock.clearTimeout(this.timer)
    this.quiet()
    if (this.chat !== undefined) this.tell(this.chat, false, this.peek ? this.draft(pause ? this.text : '') : undefined)
    this.chat = undefined
  }

  private say(): void {
    this.quiet()
    if (this.chat === undefined) return
    this.toldAt = this.clock.now()
    this.tell(this.chat, true, this.peek ? this.draft(this.text) : undefined)
  }

  private quiet(): void {
    this.clock.clearTimeout(this.later)
    this.later = undefined
  }

  /** Positions follow the seconds, so that they do not fall when the page is loaded anew. */
  private draft(text: string) {
    this.position = Math.max(this.position + 1, Math.floor(this.clock.now() / 1000))
    return { text: [...text].slice(0, MAX_DRAFT).join(''), position: this.position }
  }
}
