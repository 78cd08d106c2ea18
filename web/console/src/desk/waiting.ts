// The list of waiting requests, with what is offered to her alone in front. Rows never move under a hand: one that is over
// keeps its height and takes no click for a while, and folds only when pointer and focus are elsewhere; a new one goes to
// its place only then, too.

import type { Waiting } from '../../../link/link'

export type Phase = 'waiting' | 'accepting' | 'declining' | 'accepted' | 'declined' | 'taken' | 'withdrawn'

export interface Row {
  request: Waiting
  phase: Phase
  /** Offered to her and to nobody else: it stands as long as her screen says so. */
  alone?: boolean
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

/** Somebody asks her: an offer, a transfer, a conference. */
export const asked = (row: Row): boolean => !!row.request.kind

const soon = ({ request }: Row) => (request.kind ? (request.until ?? Number.MAX_SAFE_INTEGER) : 0)

/** What is asked of her first, the shortest time left in front; then the oldest request. */
const inOrder = (a: Row, b: Row) =>
  Number(asked(b)) - Number(asked(a)) || soon(a) - soon(b) || a.request.requestedAt - b.request.requestedAt

const same = (a: Row, request: Waiting, alone: boolean) =>
  !!a.alone === alone && a.request.kind === request.kind && a.request.until === request.until

/** A hint that a request waits; `alone` for one that is hers alone. */
export function hinted(rows: Row[], request: Waiting, held: boolean, alone = false): Row[] {
  const known = rows.find((r) => r.request.chat === request.chat)
  const mark = alone ? { alone } : {}
  if (known && running(known)) {
    if (same(known, request, alone)) return rows
    return rows.map((r) => (r === known ? { request, phase: r.phase, ...mark } : r))
  }
  if (known) return rows.map((r) => (r === known ? { request, phase: 'waiting', ...mark } : r))
  const more: Row[] = [...rows, { request, phase: 'waiting', ...mark }]
  return held ? more : more.sort(inOrder)
}

/** The whole list, as the server has it. An offer that came meanwhile is not in it, and stands. */
export function listed(rows: Row[], requests: Waiting[], held: boolean, now: number, offers: string[] = []): Row[] {
  const there = new Set([...requests.map((r) => r.chat), ...offers])
  let next = rows
  for (const row of rows)
    if (row.phase === 'waiting' && !there.has(row.request.chat)) next = over(next, row.request.chat, 'withdrawn', now)
  for (const request of requests) next = hinted(next, request, held, offers.includes(request.chat))
  return next
}

/** What stands of her offers, by her newest screen: one that is not there has gone to somebody else (R20, R81). */
export function offered(rows: Row[], offers: string[], now: number): Row[] {
  let next = rows
  for (const row of rows) {
    const there = offers.includes(row.request.chat)
    if (row.phase !== 'waiting' || there === !!row.alone) continue
    next = there
      ? next.map((r) => (r === row ? { ...row, alone: true } : r))
      : over(next, row.request.chat, 'withdrawn', now)
  }
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
  const next = rows.filter((r) => r.until === undefined || r.until > now).sort(inOrder)
  return next.length === rows.length && next.every((r, i) => r === rows[i]) ? rows : next
}

/** What is accepted by key: what is asked of her first, then the oldest request (R73). */
export const oldest = (rows: Row[]): Row | undefined => rows.filter(open).sort(inOrder)[0]
