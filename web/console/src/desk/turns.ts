// A log as it is read: messages of one person in a row are one turn, what happened stands between, and what only staff
// may see stands where it belongs in time, marked as private.

import type { ChatEvent, Pending } from '../../../link/link'
import { words } from '../words'
import type { OpenChat } from './desk'
import { hasEnded, isClosed } from './lamp'
import { type Notice, notice } from './notices'
import { myParties, nameIn, visitorName } from './party'

/** Messages further apart begin a new turn. */
const APART = 120_000

export type Entry =
  | { kind: 'turn'; key: string; who: 'visitor' | 'me' | 'mate'; name: string; at: number; said: ChatEvent[] }
  | ({ kind: 'notice'; key: string; at: number } & Notice)
  /** For agents only: the note of a colleague, or a supervisor's whisper. */
  | { kind: 'note' | 'whisper'; key: string; at: number; by: string; text: string; mine: boolean }

/** Both logs in one order: a private entry stands behind the public one that it followed. */
export function merged(c: Pick<OpenChat, 'events' | 'private'>): { e: ChatEvent; hidden: boolean }[] {
  const all = c.events.map((e) => ({ e, hidden: false }))
  const rest = [...c.private].reverse()
  for (const e of rest) {
    const at = c.events.filter((p) => (e.after ? p.seq <= e.after : p.at <= e.at)).length
    all.splice(at, 0, { e, hidden: true })
  }
  return all
}

/** What is read of a chat; `person` is who reads it. */
export function entries(c: OpenChat, person?: string): Entry[] {
  const list: Entry[] = []
  for (const { e, hidden } of merged(c)) {
    if (!hidden && (e.kind === 'said' || e.kind === 'greeted')) addSaid(list, c, e)
    else if (hidden && e.kind === 'whispered') list.push(aside('whisper', e, e.name ?? '', e.agent === person))
    else addNotice(list, c, e, hidden)
  }
  return list
}

const aside = (kind: 'note' | 'whisper', e: ChatEvent, by: string, mine: boolean): Entry => ({
  kind,
  key: `${kind}${e.seq}`,
  at: e.at,
  by,
  text: e.text ?? '',
  mine,
})

function addSaid(list: Entry[], c: OpenChat, e: ChatEvent): void {
  const last = list.at(-1)
  const mine = myParties(c.view).includes(e.who)
  const who = e.who === 'v' ? 'visitor' : mine ? 'me' : 'mate'
  const previous = last?.kind === 'turn' ? last.said.at(-1) : undefined
  if (last?.kind === 'turn' && previous?.who === e.who && e.at - previous.at < APART) {
    last.said.push(e)
    return
  }
  const name = who === 'me' ? words.you : who === 'visitor' ? visitorName(c) : nameIn(c, e.who)
  list.push({ kind: 'turn', key: `t${e.seq}`, who, name, at: e.at, said: [e] })
}

function addNotice(list: Entry[], c: OpenChat, e: ChatEvent, hidden: boolean): void {
  const told = notice(c, e, hidden)
  if (told) list.push({ kind: 'notice', key: `${hidden ? 'p' : 'n'}${e.seq}`, at: e.at, ...told })
  const asks = hidden && (e.kind === 'invited' || e.kind === 'passed') && e.text
  if (asks) list.push(aside('note', e, nameIn(c, e.who), myParties(c.view).includes(e.who)))
}

/** The line below a name in the list: what was said last, or what an ended chat still costs. */
export function lastSaid(c: OpenChat, offline = false): string {
  if (hasEnded(c)) return offline || isClosed(c) ? words.list.closedHint : words.list.closeHint
  const pending: Pending | undefined = c.pending.at(-1)
  if (pending) return words.list.mineSaid(pending.text)
  const e = c.events.findLast((x) => x.kind === 'said')
  if (!e) return c.view?.visitor?.question ?? ''
  return myParties(c.view).includes(e.who) ? words.list.mineSaid(e.text ?? '') : (e.text ?? '')
}
