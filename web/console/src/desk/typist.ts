// Tells the other side that somebody writes: once when it begins, each 5 s while it goes on, and once when it stops.

import type { Clock } from '../../../link/link'

const AGAIN = 5_000
const STOPPED = 6_000

export class Typist {
  private chat?: string
  private toldAt = 0
  private timer?: unknown

  constructor(
    private readonly tell: (chat: string, on: boolean) => void,
    private readonly clock: Clock,
  ) {}

  /** A key was pressed in a chat, and this stands in its composer now. */
  wrote(chat: string, text: string): void {
    if (!text.trim()) {
      this.stop()
      return
    }
    if (this.chat !== chat) this.stop()
    const now = this.clock.now()
    if (this.chat === undefined || now - this.toldAt >= AGAIN) {
      this.chat = chat
      this.toldAt = now
      this.tell(chat, true)
    }
    this.clock.clearTimeout(this.timer)
    this.timer = this.clock.setTimeout(() => this.stop(), STOPPED)
  }

  stop(): void {
    this.clock.clearTimeout(this.timer)
    if (this.chat !== undefined) this.tell(this.chat, false)
    this.chat = undefined
  }
}
