// What happened in a chat, as lines between the messages: every kind of entry that a reader should know of, in words.

import type { ChatEvent } from '../../../link/link'
import { words } from '../words'
import type { OpenChat } from './desk'
import { myParties, nameIn, visitorName } from './party'

export interface Notice {
  icon: string
  text: string
  /** What the visitor asked with. */
  quote?: string
  /** Only staff see it. */
  hidden?: boolean
  /** An address: always from left to right. */
  page?: string
}

const w = words.log

/** A line by one who is she herself, or somebody with a name. */
const by = (c: OpenChat, party: string, you: string, other: (name: string) => string, name?: string): string =>
  myParties(c.view).includes(party) ? you : other(name || nameIn(c, party))

type Tells = (c: OpenChat, e: ChatEvent, party: string) => Notice

const shown: Record<string, Tells> = {
  requested: (c) => ({ icon: 'in', text: words.chat.requested(visitorName(c)), quote: c.view?.visitor?.question }),
  accepted: (c, e, p) => ({ icon: 'person', text: by(c, p, words.chat.accepted, words.chat.joined, e.name) }),
  transferred: (c, e, p) => ({ icon: 'transfer', text: by(c, p, w.youTook, w.took, e.name) }),
  returned: (c, e, p) => ({ icon: 'undo', text: by(c, p, w.cameBack, w.wentBack, e.name) }),
  handedOn: (c, _, p) => ({ icon: 'transfer', text: by(c, p, w.youHandedOn, w.handedOn) }),
  joined: (c, e, p) => ({ icon: 'join', text: by(c, p, w.youJoined, words.chat.joined, e.name) }),
  left: (c, e, p) => ({ icon: 'person', text: by(c, p, w.youLeft, w.left, e.name) }),
  signalled: (_, e) => ({ icon: 'info', text: w.signalled(e.type ?? '', e.text ?? '') }),
  ended: (c, e) => ({ icon: 'end', text: farewell(c, e) }),
}

const what = (e: ChatEvent) => (e.invite === 'conference' ? 'join' : 'transfer')
const asked = (e: ChatEvent) => e.name || e.target || ''

const private_: Record<string, Tells> = {
  invited: (c, e) => ({
    icon: what(e),
    text: by(c, e.who, w.youAsked(asked(e), e.invite), (name) => w.asked(name, asked(e), e.invite)),
  }),
  refused: (_, e) => ({ icon: 'info', text: w.refused(asked(e)) }),
  recalled: (_, e) => ({ icon: 'undo', text: e.id ? w.recalled(asked(e)) : w.unreachable(asked(e)) }),
  passed: (c, e) => ({
    icon: 'transfer',
    text: by(c, e.who, w.youPassed(asked(e)), (name) => w.passed(name, asked(e))),
  }),
  passFailed: () => ({ icon: 'info', text: w.passFailed }),
  flagged: (c, e) => ({ icon: 'flag', text: by(c, e.who, w.youFlagged, w.flagged), quote: e.text }),
  flagLowered: (_, e) => ({ icon: 'flag', text: e.by === 'supervisor' ? w.loweredBySupervisor : w.lowered }),
  blocked: (_, e) => ({ icon: 'block', text: w.blocked, quote: e.text || undefined }),
  visited: (c, e) => ({ icon: 'globe', text: w.visited(visitorName(c)), page: e.text }),
}

/** The line that tells of an entry; none where it tells only the machinery something. */
export function notice(c: OpenChat, e: ChatEvent, hidden = false): Notice | undefined {
  if (!hidden) return shown[e.kind]?.(c, e, e.party ?? e.who)
  if (e.kind === 'lapsed' && e.invite) return { icon: 'clock', text: w.lapsed(asked(e)), hidden }
  const told = private_[e.kind]?.(c, e, e.who)
  return told && { ...told, hidden }
}

/** Who ended a chat, and why (R117, R128). */
export function farewell(c: OpenChat, e: ChatEvent): string {
  const { chat } = words
  const name = visitorName(c)
  if (e.reason === 'visitorGone') return chat.visitorGone(name)
  if (e.reason === 'cancelled') return chat.cancelled(name)
  if (e.reason === 'agentGone') return chat.agentGone
  if (e.reason === 'agentLeft') return chat.agentLeft
  if (e.reason === 'clientIdleTimeout') return w.idle(name)
  if (e.reason === 'agentsUnavailable') return w.nobodyTook
  if (e.by === 'visitor') return chat.endedBy(name)
  if (e.by === 'agent') return by(c, e.who, chat.endedByYou, chat.endedBy)
  return chat.endedAny
}

export interface Fate {
  /** Changes with each fate, so that one which was put away stays away. */
  key: number
  text: string
}

/** What became of the newest thing that she herself has asked for, if it came to nothing (R146, R147, R161, R150). */
export function fate(c: OpenChat): Fate | undefined {
  const last = c.private.findLast((e) => FATES.has(e.kind))
  if (!last || c.view?.invite || last.kind === 'invited' || last.kind === 'passed') return undefined
  const asking = c.private.findLast((e) => e.kind === 'invited' || e.kind === 'passed')
  const hers = !asking || myParties(c.view).includes(asking.who)
  const told = notice(c, last, true)
  const did = last.kind === 'recalled' && last.id
  const nobody = last.kind === 'lapsed' && !last.invite
  return hers && told && !did && !nobody ? { key: last.seq, text: told.text } : undefined
}

const FATES = new Set(['invited', 'passed', 'refused', 'lapsed', 'recalled', 'passFailed'])
