// The list of waiting requests. Rows never move under a hand: one that is over keeps its height and takes no click for a
// while, and folds only when pointer and focus are elsewhere; a new one goes to its place by age only then, too.

import type { Waiting } from '../../../link/link'

export type Phase = 'waiting' | 'accepting' | 'declining' | 'accepted' | 'declined' | 'taken' | 'withdrawn'

export interface Row {
  request: Waiting
  phase: Phase
  /** Who took it. */
  by?: string
  /** When the row may fold at the earliest. */
  until?: number
}

/** So long a row that is over stands still. */
export const STILL = 1_500

/** Whether a request may still be accepted or declined here. */
export const open = (row: Row) => row.phase === 'waiting'

const running = (row: Row) => row.phase === 'waiting' || row.phase === 'accepting' || row.phase === 'declining'

const byAge = (a: Row, b: Row) => a.request.requestedAt - b.request.requestedAt

/** A hint that a request waits. */
export function hinted(rows: Row[], request: Waiting, held: boolean): Row[] {
  const known = rows.find((r) => r.request.chat === request.chat)
  if (known && running(known)) return rows
  if (known) return rows.map((r) => (r === known ? { request, phase: 'waiting' } : r))
  const more: Row[] = [...rows, { request, phase: 'waiting' }]
  return held ? more : more.sort(byAge)
}

/** The whole list, as the server has it. */
export function listed(rows: Row[], requests: Waiting[], held: boolean, now: number): Row[] {
  const there = new Set(requests.map((r) => r.chat))
  let next = rows
  for (const row of rows)
    if (row.phase === 'waiting' && !there.has(row.request.chat)) next = over(next, row.request.chat, 'withdrawn', now)
  for (const request of requests) next = hinted(next, request, held)
  return next
}

export function phased(rows: Row[], chat: string, phase: 'waiting' | 'accepting' | 'declining'): Row[] {
  return rows.map((r) => (r.request.chat === chat && running(r) ? { ...r, phase } : r))
}

/** A request is over for this agent. What she did herself is not overwritten by what is heard later. */
export function over(
  rows: Row[],
  chat: string,
  phase: 'accepted' | 'declined' | 'taken' | 'withdrawn',
  now: number,
  by?: string,
): Row[] {
  return rows.map((r) => {
    if (r.request.chat !== chat) return r
    if (running(r)) return { ...r, phase, by, until: now + STILL }
    return r.phase === 'taken' && by && !r.by ? { ...r, by } : r
  })
}

/** Folds what has stood still long enough, unless a hand is there. */
export function folded(rows: Row[], held: boolean, now: number): Row[] {
  if (held) return rows
  const next = rows.filter((r) => r.until === undefined || r.until > now).sort(byAge)
  return next.length === rows.length && next.every((r, i) => r === rows[i]) ? rows : next
}

/** The oldest request that can be accepted (R73). */
export const oldest = (rows: Row[]): Row | undefined => rows.filter(open).sort(byAge)[0]
