// What a chat's log looks like to its visitor. Pure: the same log gives the same picture.

import type { ChatEvent, Timeline } from '../../link/link'
import { clockOf } from './lines'
import type { Line, Mode, Scene } from './scene'
import * as w from './words'

/** Kinds by which an agent comes into the chat, and what is said of it. */
export const comes: Record<string, string> = {
  accepted: w.joined,
  joined: w.joined,
  transferred: w.transferred,
  returned: w.returned,
}

const goes: Record<string, string> = { left: w.left, handedOn: w.passed }

/** Who is in the chat, and whether its last agent has passed it on to others (R145). Her name stays with what she said. */
export function cast({ chat, events }: Timeline): { named: Map<string, string>; here: Set<string>; passed: boolean } {
  const named = new Map(chat?.parties.map((p) => [p.party, p.name]))
  const here = new Set<string>()
  let passed = false
  for (const { kind, party = '', name = '' } of events) {
    if (kind === 'transferred') here.clear()
    if (comes[kind]) {
      named.set(party, name || named.get(party) || '')
      here.add(party)
    }
    if (goes[kind]) here.delete(party)
    if (comes[kind] || kind === 'handedOn') passed = !comes[kind]
  }
  return { named, here, passed }
}

/** Nobody was there, no room was left, or she may not: to the visitor that is the same (R63, R64, R104). */
function modeOf(t: Timeline): Mode {
  const answered = t.events.some((e) => comes[e.kind])
  if (t.ended) return !answered && /agentsUnav|queueFull|blocked/.test(t.events.at(-1)?.reason ?? '') ? 'away' : 'ended'
  return answered || t.chat?.state === 'engaged' ? 'talk' : 'waiting'
}

/**
 * In how many ms the chat ends unless she answers her agent's newest message, once she is to be warned of it (R124–R127).
 */
function endsIn(t: Timeline, now: number): number | undefined {
  const { idle } = t.chat ?? {}
  const last = t.events.findLast((e) => /^(said|greeted|handedOn)$/.test(e.kind))
  if (!idle || !last || last.who === 'v' || last.kind === 'handedOn' || t.ended) return
  const quiet = now - last.at
  if (quiet >= idle.warning) return Math.max(1, idle.timeout - quiet)
}

/** The chat as it stands now. */
export function picture(t: Timeline, question: string | undefined, now: number): Partial<Scene> {
  const { named, here, passed } = cast(t)
  const names = (parties: Iterable<string>) => [...parties].flatMap((who) => named.get(who) || [])
  const { place, wait, save, requestedAt = now } = t.chat ?? {}
  return {
    mode: modeOf(t),
    names: names(here),
    place,
    wait,
    passed,
    keeps: save,
    ends: endsIn(t, now),
    lines: linesOf(t, question, now, named),
    typing: names([...t.typing.keys()].filter((who) => who !== 'v')),
    waited: now - requestedAt,
  }
}

/** The conversation so far: her question first, what was said, who came, how it ended, and what is on its way. */
function linesOf(t: Timeline, question: string | undefined, now: number, named: Map<string, string>): Line[] {
  const first: Line = { key: 'q', at: t.chat?.requestedAt ?? now, from: 'me', text: question ?? '' }
  const pending = t.pending.map((p): Line => ({ ...p, key: p.id, at: now, from: 'me' }))
  const gone = !t.ended && named.get(t.chat?.absent ?? '')
  const note: Line = { key: 'absent', at: now, from: 'note', text: gone ? w.t(w.absent, gone) : '' }
  return [first, ...t.events.map((e) => lineOf(e, named)), ...pending, note].filter((line) => line.text)
}

/** What one event says; nothing, if it says nothing to her. */
export function lineOf(e: ChatEvent, named: Map<string, string>): Line {
  const { kind, who, at, seq, party = '', text = '' } = e
  if (kind === 'said' && who === 'v') return { key: e.id ?? `${seq}`, at, from: 'me', text }
  const name = named.get(who) ?? ''
  if (/^(said|greeted)$/.test(kind)) return { key: `${seq}`, at, from: 'them', name, text }
  const note = comes[kind] ?? goes[kind]
  const told = note ? w.t(note, e.name || named.get(party) || '') : kind === 'ended' ? howEnded(e, name) : ''
  return { key: `${seq}`, at, from: 'note', name, text: told }
}

function howEnded({ reason, by, at }: ChatEvent, name: string): string {
  const why = {
    visitorGone: w.visitorGone,
    agentGone: w.agentGone,
    cancelled: w.cancelled,
    clientIdleTimeout: w.endedIdle,
  }[reason ?? '']
  if (by === 'agent' && !why) return w.t(w.endedBy, name || w.t(w.agent), clockOf(at))
  return w.t(why ?? (by === 'visitor' ? w.endedYou : w.endedElse))
}

/** The conversation as a text file (R303). */
export const textOf = (lines: Line[], site = ''): string =>
  [
    `${site} ${new Date(lines[0]?.at ?? 0).toLocaleDateString(document.documentElement.lang || [])}`.trim(),
    ...lines.map(({ at, from, name, text }) => {
      const who = from === 'note' ? '' : `${name || w.t(w.you)}: `
      return `${clockOf(at)} ${who}${text}`
    }),
    '',
  ].join('\n')
