// A log as it is read: messages of one person in a row are one turn, what happened stands between.

import type { ChatEvent, Pending } from '../../../link/link'
import { words } from '../words'
import type { OpenChat } from './desk'
import { hasEnded, isClosed } from './lamp'

/** Messages further apart begin a new turn. */
const APART = 120_000

export type Entry =
  | { kind: 'turn'; key: string; who: 'visitor' | 'me' | 'mate'; name: string; at: number; said: ChatEvent[] }
  | { kind: 'notice'; key: string; icon: 'in' | 'person' | 'end'; text: string; at: number; quote?: string }

export const visitorName = (c: OpenChat): string =>
  c.view?.visitor?.name || c.view?.parties.find((p) => p.party === 'v')?.name || words.nobody

export const myParty = (c: OpenChat): string | undefined => c.view?.parties.find((p) => p.me)?.party

const nameOf = (c: OpenChat, party: string): string =>
  party === 'v' ? visitorName(c) : (c.view?.parties.find((p) => p.party === party)?.name ?? party)

export function entries(c: OpenChat): Entry[] {
  const list: Entry[] = []
  for (const e of c.events) {
    if (e.kind === 'said') addSaid(list, c, e)
    else {
      const told = notice(c, e)
      if (told) list.push({ kind: 'notice', key: `n${e.seq}`, at: e.at, ...told })
    }
  }
  return list
}

function addSaid(list: Entry[], c: OpenChat, e: ChatEvent): void {
  const last = list.at(-1)
  const who = e.who === 'v' ? 'visitor' : e.who === myParty(c) ? 'me' : 'mate'
  const previous = last?.kind === 'turn' ? last.said.at(-1) : undefined
  if (last?.kind === 'turn' && previous?.who === e.who && e.at - previous.at < APART) {
    last.said.push(e)
    return
  }
  const name = who === 'me' ? words.you : nameOf(c, e.who)
  list.push({ kind: 'turn', key: `t${e.seq}`, who, name, at: e.at, said: [e] })
}

function notice(c: OpenChat, e: ChatEvent): Pick<Entry & { kind: 'notice' }, 'icon' | 'text' | 'quote'> | undefined {
  switch (e.kind) {
    case 'requested':
      return { icon: 'in', text: words.chat.requested(visitorName(c)), quote: c.view?.visitor?.question }
    case 'accepted': {
      const party = e.party ?? e.who
      const me = party === myParty(c)
      return { icon: 'person', text: me ? words.chat.accepted : words.chat.joined(e.name || nameOf(c, party)) }
    }
    case 'ended':
      return { icon: 'end', text: farewell(c, e) }
  }
  return undefined
}

/** Who ended a chat, and why (R117). */
export function farewell(c: OpenChat, e: ChatEvent): string {
  const w = words.chat
  if (e.reason === 'visitorGone') return w.visitorGone(visitorName(c))
  if (e.reason === 'cancelled') return w.cancelled(visitorName(c))
  if (e.reason === 'agentGone') return w.agentGone
  if (e.reason === 'agentLeft') return w.agentLeft
  if (e.by === 'visitor') return w.endedBy(visitorName(c))
  if (e.by === 'agent') return e.who === myParty(c) ? w.endedByYou : w.endedBy(nameOf(c, e.who))
  return w.endedAny
}

/** The line below a name in the list: what was said last, or what an ended chat still costs. */
export function lastSaid(c: OpenChat, offline = false): string {
  if (hasEnded(c)) return offline || isClosed(c) ? words.list.closedHint : words.list.closeHint
  const pending: Pending | undefined = c.pending.at(-1)
  if (pending) return words.list.mineSaid(pending.text)
  const e = c.events.findLast((x) => x.kind === 'said')
  if (!e) return c.view?.visitor?.question ?? ''
  return e.who === myParty(c) ? words.list.mineSaid(e.text ?? '') : (e.text ?? '')
}
