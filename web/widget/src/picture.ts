// What a chat's log looks like to its visitor. Pure: the same log gives the same lines.

import type { ChatEvent, Timeline } from '../../link/link'
import { clockOf } from './lines'
import type { Line, Mode } from './scene'
import * as w from './words'

/** The name under which a party is known to the visitor. */
export const nameOf = (t: Timeline, party: string): string => t.chat?.parties.find((p) => p.party === party)?.name ?? ''

/** Nobody was there, or no room was left: to the visitor that is the same (R63, R64). */
export function modeOf(t: Timeline): Mode {
  if (t.ended) return /agentsUnav|queueFull/.test(t.events.at(-1)?.reason ?? '') ? 'away' : 'ended'
  return t.chat?.state === 'engaged' ? 'talk' : 'waiting'
}

/** The conversation so far: her question first, what was said, who came, how it ended, and what is on its way. */
export function linesOf(t: Timeline, question: string | undefined, now: number): Line[] {
  const first: Line = { key: 'q', at: t.chat?.requestedAt ?? now, from: 'me', text: question ?? '' }
  const pending = t.pending.map((p): Line => ({ ...p, key: p.id, at: now, from: 'me' }))
  return [first, ...t.events.map((e) => lineOf(t, e)), ...pending].filter((line) => line.text)
}

/** What one event says; nothing, if it says nothing to her. */
export function lineOf(t: Timeline, e: ChatEvent): Line {
  const { kind, who } = e
  if (kind === 'said' && who === 'v') return { key: e.id ?? `${e.seq}`, at: e.at, from: 'me', text: e.text ?? '' }
  const text =
    kind === 'said' ? e.text : kind === 'accepted' ? w.t(w.joined, e.name ?? '') : kind === 'ended' && howEnded(t, e)
  return { key: `${e.seq}`, at: e.at, from: kind === 'said' ? 'them' : 'note', name: nameOf(t, who), text: text || '' }
}

function howEnded(t: Timeline, { reason, by, who, at }: ChatEvent): string {
  const why = { visitorGone: w.visitorGone, agentGone: w.agentGone, cancelled: w.cancelled }[reason ?? '']
  if (by === 'agent' && !why) return w.t(w.endedBy, nameOf(t, who) || w.t(w.agent), clockOf(at))
  return w.t(why ?? (by === 'visitor' ? w.endedYou : w.endedElse))
}
