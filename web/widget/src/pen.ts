// What is told while she writes: that she does, and where her agent may see it, what.

import type { Link, Timeline } from '../../link/link'

const TYPING = 5_000
const PEEK = 1_000

export function pen(here: () => { link?: Link; t?: Timeline }) {
  let wrote = 0
  /** What she has written and not sent, and what of it was told when. */
  let draft = ''
  let shown = ''
  let shownAt = 0

  /** Tells what is written so far: at most once a second, and nothing twice (R31). The rest of it comes with the next tick. */
  const tick = (): void => {
    const { link, t } = here()
    const now = link?.serverNow() ?? 0
    if (!t?.chat?.peek || draft === shown || now - shownAt < PEEK) return
    shown = draft
    shownAt = now
    const position = Math.floor((now - t.chat.requestedAt) / 100) // goes on after a reload
    link?.typing(t.id, !!draft.trim(), { text: draft, position })
  }

  return {
    tick,
    typing(text: string): void {
      const { link, t } = here()
      const on = !!text.trim()
      draft = text
      if (t?.chat?.peek) tick()
      else if (t && (on ? Date.now() - wrote >= TYPING : wrote)) {
        wrote = on ? Date.now() : 0
        link?.typing(t.id, on)
      }
    },
    /** What she wrote is sent: that says by itself that she writes no longer. */
    lift(): void {
      wrote = 0
    },
    /** Another chat begins. */
    clear(): void {
      wrote = 0
      draft = shown = ''
    },
  }
}
