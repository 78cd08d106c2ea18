// What an agent does: each act is one frame, and the desk follows what the server answers.

import { type Ack, type Link, LinkError, MAX_TEXT, type Screen } from '../../../link/link'
import { useShell } from '../app/shell'
import { words } from '../words'
import { draft, drop, mark, put, select, stand, useDesk } from './desk'
import { shown } from './feed'
import { hasEnded, isClosed, unansweredSince } from './lamp'
import { agentsIn } from './party'
import { oldest, over, phased } from './waiting'

let link: Link | undefined

/** Tells the desk which link its acts go out by. */
export function engage(next: Link | undefined): void {
  link = next
}

export const engaged = (): Link | undefined => link

/** Called after a chat's tab was closed: its transcript is there, or soon. */
let whenClosed: (chat: string) => void = () => undefined
export function onClosed(f: typeof whenClosed): void {
  whenClosed = f
}

/** Tells what could not be done. */
export function complain(error: unknown): void {
  useShell.getState().toast(error instanceof Error ? error.message : String(error), 'bad')
}

const rows = (change: (rows: ReturnType<typeof useDesk.getState>['rows'], now: number) => typeof rows) =>
  useDesk.setState((s) => ({ rows: change(s.rows, s.now()) }))

/** Takes a waiting request, opens its tab and puts the focus into its composer (R109). */
export async function accept(chat: string): Promise<void> {
  const row = useDesk.getState().rows.find((r) => r.request.chat === chat)
  if (!link || row?.phase !== 'waiting') return
  rows((r) => phased(r, chat, 'accepting'))
  try {
    const ack: Ack = await link.change({
      action: 'accept',
      chat,
      after: row.request.after,
      kind: row.request.kind ?? 'choice',
    })
    stand(ack.screen)
    const timeline = link.timeline(chat)
    put({ ...shown(timeline, link.serverNow() - Date.now()), view: timeline.chat ?? ack.view })
    rows((r, now) => over(r, chat, 'accepted', now))
    open(chat)
  } catch (error) {
    refused(chat, error, !!row.request.kind || hasRoomFor(chat))
  }
}

/** Whether she may take one more: Online, and a place free beside those that her other accepts are about to take. */
function hasRoomFor(chat: string): boolean {
  const { screen, rows } = useDesk.getState()
  const coming = rows.filter((r) => r.phase === 'accepting' && r.request.chat !== chat).length
  return !!screen && screen.status === 'Online' && screen.load + coming < screen.capacity
}

/** Somebody was faster (R72), or it cannot be taken now and waits on: a conflict is either, and only her room tells which. */
function refused(chat: string, error: unknown, room = true): void {
  const kind = error instanceof LinkError ? error.kind : ''
  if ((kind === 'conflict' && room) || kind === 'not_found' || kind === 'gone')
    rows((r, now) => over(r, chat, 'taken', now))
  else {
    rows((r) => phased(r, chat, 'waiting'))
    complain(error)
  }
}

export function acceptOldest(): void {
  const row = oldest(useDesk.getState().rows)
  if (row) void accept(row.request.chat)
}

export function declineOldest(): void {
  const row = oldest(useDesk.getState().rows)
  if (row) void decline(row.request.chat)
}

/** Hides a waiting request from this agent (R76). */
export async function decline(chat: string): Promise<void> {
  const row = useDesk.getState().rows.find((r) => r.request.chat === chat)
  if (!link || row?.phase !== 'waiting') return
  rows((r) => phased(r, chat, 'declining'))
  try {
    await link.change({ action: 'decline', chat, after: row.request.after })
    rows((r, now) => over(r, chat, 'declined', now))
  } catch (error) {
    refused(chat, error)
  }
}

/** Brings a chat's tab to the front. */
export function show(chat: string): void {
  select(chat)
  useShell.setState({ sideOpen: false })
}

/** Shows a chat, on a narrow screen in place of the list, with the focus in its composer. */
export function open(chat: string): void {
  show(chat)
  useShell.setState({ pane: 'chat', wantsFocus: chat })
}

/** The reason why a text cannot be sent, if there is one. Blank text has no reason: it is merely not sent (R111). */
export function tooLong(text: string): string | undefined {
  const points = [...text].length
  if (points > MAX_TEXT) return words.chat.tooLong(points, MAX_TEXT)
  return new TextEncoder().encode(text).length > 16 << 10 ? words.chat.tooHeavy : undefined
}

/** Says what is in the composer. Reports whether it went out (R111, R118). */
export function say(chat: string, text: string): boolean {
  const c = useDesk.getState().chats[chat]
  if (!c || hasEnded(c) || !text.trim() || tooLong(text)) return false
  link?.say(chat, text)
  draft(chat, '')
  return true
}

export const retry = (chat: string, id: string) => link?.retry(chat, id)
export const discard = (chat: string, id: string) => link?.discard(chat, id)
export const typing = (chat: string, on: boolean, draft?: { text: string; position: number }) =>
  link?.typing(chat, on, draft)

/** Ends a chat; asks first if the visitor waits for an answer or a colleague is asked. One of several leaves (R164). */
export function askEnd(chat: string): void {
  const c = useDesk.getState().chats[chat]
  if (!c || hasEnded(c)) return
  if (agentsIn(c).length > 1) useShell.setState({ dialog: { kind: 'leave', chat } })
  else if (unansweredSince(c.events) === undefined && !c.view?.invite) void end(chat)
  else useShell.setState({ dialog: { kind: 'end', chat } })
}

export async function end(chat: string): Promise<void> {
  await link?.change({ action: 'end', chat }).catch(complain)
}

/** Closes a tab: of an ended chat at once (R120), of a running one by ending it first. */
export function close(chat: string): void {
  const c = useDesk.getState().chats[chat]
  if (!c) return
  if (!hasEnded(c) && !c.gone) askEnd(chat)
  else if (isClosed(c)) forget(chat)
  else void give(chat)
}

/** Gives the place back; only then is the tab gone, so that nobody believes in a place she does not have. */
async function give(chat: string): Promise<void> {
  if (!link || useDesk.getState().chats[chat]?.closing) return
  mark(chat, { closing: true })
  try {
    stand((await link.change({ action: 'close', chat })).screen)
    forget(chat)
    whenClosed(chat)
  } catch (error) {
    const kind = error instanceof LinkError ? error.kind : ''
    if (kind === 'conflict' || kind === 'not_found' || kind === 'gone') {
      forget(chat) // it is closed already: a beat that overtook the answer may have said so
      whenClosed(chat)
      return
    }
    mark(chat, { closing: false })
    complain(error)
  }
}

/** Says that an offer is in sight (R80). */
export const offered = (chat: string): void => link?.offered(chat)

/** The tab that comes to the front takes the focus, which would be lost with the closed one. */
export function forget(chat: string): void {
  const was = useDesk.getState().active
  lose(chat)
  const { active } = useDesk.getState()
  if (was === chat) useShell.setState({ wantsFocus: active, pane: active ? 'chat' : 'list' })
}

/** A chat goes without her doing: the focus goes nowhere, so that what she types meant for it reaches nobody else. */
export function lose(chat: string): void {
  link?.forget(chat)
  drop(chat)
}

/** The chat whose visitor waits longest comes to the front. */
export function longest(): void {
  const waits = Object.values(useDesk.getState().chats)
    .filter((c) => !hasEnded(c))
    .map((c) => ({ chat: c.chat, since: unansweredSince(c.events) ?? Number.POSITIVE_INFINITY }))
    .sort((a, b) => a.since - b.since)
  if (waits[0] && waits[0].since !== Number.POSITIVE_INFINITY) open(waits[0].chat)
}

/** How many of her own choices of a status are on their way. */
let choosing = 0

/**
 * Sets her status and makes this window the ruling one (R13, R18). Reports whether the server took it. Without a
 * connection it waits, and so does what is to follow, such as signing out: she is told.
 */
export async function present(status: Screen['status']): Promise<boolean> {
  if (useDesk.getState().line.lostAt !== undefined) useShell.getState().toast(words.presence.later(status))
  choosing++
  try {
    const ack = await link?.change({ action: 'presence', status, tab: useDesk.getState().tab })
    stand(ack?.screen)
    return !!ack
  } catch (error) {
    complain(error)
    return false
  } finally {
    choosing--
  }
}

/** Whether a status that comes in now may be the one that she chose. */
export const isChoosing = () => choosing > 0
