// One lamp per conversation: who has to answer whom, and for how long already.

import type { ChatEvent } from '../../../link/link'
import type { LampName } from '../parts/Lamp'
import type { OpenChat } from './desk'

/** Since when the visitor waits for an answer: the first message of the unanswered turn (R132). A greeting is none. */
export function unansweredSince(events: ChatEvent[]): number | undefined {
  let since: number | undefined
  for (const e of events) {
    if (e.kind !== 'said') continue
    since = e.who === 'v' ? (since ?? e.at) : undefined
  }
  return since
}

/** When the visitor wrote last. */
export function visitorWroteAt(events: ChatEvent[]): number | undefined {
  return events.findLast((e) => e.kind === 'said' && e.who === 'v')?.at
}

export const hasEnded = (c: OpenChat): boolean =>
  c.view?.state === 'ended' || c.view?.state === 'closed' || c.events.at(-1)?.kind === 'ended'

/** Closed: it holds no place any more, whatever tab is open. */
export const isClosed = (c: OpenChat): boolean => c.gone || c.private.at(-1)?.kind === 'closed'

export interface Lit {
  lamp: LampName
  /** Milliseconds that the visitor has waited for an answer; 0 if it was given. */
  waits: number
}

/** The lamp of a chat at a moment, by its own critical wait if it has one (R130, R131). */
export function lit(c: OpenChat, now: number): Lit {
  if (hasEnded(c)) return { lamp: 'end', waits: 0 }
  const since = unansweredSince(c.events)
  if (since === undefined) return { lamp: c.view?.invite ? 'move' : 'quiet', waits: 0 }
  const waits = Math.max(0, now - since)
  const critical = c.view?.critical
  if (critical && waits >= critical) return { lamp: 'crit', waits }
  if (critical && waits >= critical / 2) return { lamp: 'warn', waits }
  return { lamp: 'new', waits }
}

/** What is left until a chat ends because its visitor does not answer; undefined before she was warned (R124–R127). */
export function idleLeft(c: OpenChat, now: number): number | undefined {
  const idle = c.view?.idle
  const last = c.events.findLast((e) => ['said', 'greeted', 'handedOn'].includes(e.kind))
  if (!idle || hasEnded(c) || !last || last.who === 'v' || last.kind === 'handedOn') return undefined
  if (now - last.at < idle.warning) return undefined
  return Math.max(0, last.at + idle.timeout - now)
}
