// Who is in a chat, as its log tells it: those who left are still known by their names, but are in it no more.

import type { Chat, ChatEvent } from '../../../link/link'
import type { Can } from '../session/shapes'
import { words } from '../words'
import type { OpenChat } from './desk'
import { hasEnded } from './lamp'

/** A chat as the log and its parties tell of it. */
type Told = Pick<OpenChat, 'events' | 'view'>

/** The agents in a chat after its log. */
export function inAfter(events: ChatEvent[]): string[] {
  let now: string[] = []
  for (const { kind, who, party = who } of events) {
    if (kind === 'accepted' || kind === 'transferred' || kind === 'returned') now = [party]
    if (kind === 'joined') now = [...now.filter((p) => p !== party), party]
    if (kind === 'left' || kind === 'handedOn') now = now.filter((p) => p !== party)
  }
  return now
}

/** The agents who are in a chat; where its log is not there yet, all who are named. */
export function agentsIn(c: Told): string[] {
  if (c.events[0]?.seq === 1) return inAfter(c.events)
  return c.view?.parties.map((p) => p.party).filter((p) => p !== 'v') ?? []
}

/** The handles that she had in a chat: one each time she came. */
export const myParties = (view: Chat | undefined): string[] =>
  view?.parties.filter((p) => p.me).map((p) => p.party) ?? []

/** Whether she is in a chat, or was until it ended. */
export function isMine(c: Told): boolean {
  const now = agentsIn(c)
  return myParties(c.view).some((p) => now.includes(p))
}

export const visitorName = (c: Told): string =>
  c.view?.visitor?.name || c.view?.parties.find((p) => p.party === 'v')?.name || words.nobody

/** The name that somebody has in a chat: as it stands, or as the log told it when she came. */
export function nameIn(c: Told, party: string): string {
  const known = c.view?.parties.find((p) => p.party === party)?.name
  return known || c.events.findLast((e) => e.party === party && e.name)?.name || party
}

/** Whether the chat runs, with her in it, and nobody is being asked. */
const free = (c: OpenChat) => !hasEnded(c) && !c.gone && !c.view?.passed && !c.view?.invite

/** Transfer is offered with a kind of it switched on, to the only agent, while nobody is asked (R41, R151, R170). */
export const mayTransfer = (c: OpenChat, can: Can): boolean =>
  free(c) && agentsIn(c).length <= 1 && (can.transferToAgent || can.transferToSkill || can.transferToButton)

/** Inviting is offered while nobody is asked (R157, R159, R170). */
export const mayInvite = (c: OpenChat, can: Can): boolean => free(c) && can.conferences
