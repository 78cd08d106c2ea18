// What a chat's log looks like to its visitor. Pure: the same log gives the same lines.

import type { ChatEvent, Timeline } from '../../link/link'
import { clockOf } from './lines'
import type { Line, Mode } from './scene'
import { fill, words } from './words'

/** The name under which a party is known to the visitor; none for herself. */
export function nameOf(t: Timeline, party: string): string {
  return t.chat?.parties.find((p) => p.party === party && party !== 'v')?.name ?? ''
}

export function agents(t: Timeline): string[] {
  return (t.chat?.parties ?? []).filter((p) => p.party !== 'v').map((p) => p.name)
}

/** Nobody was there, or no room was left: to the visitor that is the same (R63, R64). */
export function refused(t: Timeline): boolean {
  return /^(agentsUnavailable|queueFull)$/.test(t.events.at(-1)?.reason ?? '')
}

export function modeOf(t: Timeline): Mode {
  if (t.ended) return refused(t) ? 'away' : 'ended'
  return t.chat?.state === 'engaged' ? 'talk' : 'waiting'
}

/** The conversation so far: her question first, what was said, who came, how it ended, and what is on its way. */
export function linesOf(t: Timeline, question: string, now: number): Line[] {
  const first: Line[] = question ? [{ key: 'q', at: t.chat?.requestedAt ?? now, from: 'me', text: question }] : []
  const said = t.events.flatMap((e): Line[] => {
    const line = lineOf(t, e)
    return line ? [{ ...line, key: (line.from === 'me' && e.id) || `${e.seq}`, at: e.at }] : []
  })
  const pending = t.pending.map(
    (p): Line => ({ key: p.id, at: now, from: 'me', text: p.text, state: p.state, error: p.error }),
  )
  return [...first, ...said, ...pending]
}

function lineOf(t: Timeline, e: ChatEvent): Pick<Line, 'from' | 'name' | 'text'> | undefined {
  if (e.kind === 'said') return { from: e.who === 'v' ? 'me' : 'them', name: nameOf(t, e.who), text: e.text ?? '' }
  if (e.kind === 'accepted') return { from: 'note', text: fill(words.joined, e.name ?? '') }
  return e.kind === 'ended' ? { from: 'note', text: howEnded(t, e) } : undefined
}

/** Who ended it, or what did. */
export function howEnded(t: Timeline, e: ChatEvent): string {
  if (e.reason === 'visitorGone') return words.endedAway
  if (e.reason === 'agentGone') return words.endedLost
  if (e.by === 'visitor') return e.reason === 'cancelled' ? words.cancelled : words.endedYou
  const name = nameOf(t, e.who)
  if (e.by === 'agent') return fill(name ? words.endedBy : words.endedAgent, name, clockOf(e.at))
  return refused(t) ? words.away : words.endedElse
}

/** What is told aloud about an event, unless she caused it herself. */
export function aloud(t: Timeline, e: ChatEvent): string {
  const line = lineOf(t, e)
  if (!line || line.from === 'me') return ''
  return line.name ? `${line.name}: ${line.text}` : line.text
}
