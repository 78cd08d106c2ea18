// What happened to her without her doing: a chat that came or went by itself, a status that somebody else set.

import type { Received, Screen } from '../../../link/link'
import { useShell } from '../app/shell'
import { words } from '../words'
import { isChoosing, lose, show } from './acts'
import { offersOf, useDesk } from './desk'
import { visitorName } from './party'

const tell = (text: string) => useShell.getState().toast(text)

/** A chat came without a click: accepted for her (R84), or back from a queue where nobody took it (R318). */
export function opened(chat: string): void {
  const { chats, active } = useDesk.getState()
  const c = chats[chat]
  if (!c) return
  const back = c.events.findLast((e) => e.kind === 'accepted' || e.kind === 'returned')?.kind === 'returned'
  tell(back ? words.chat.cameBack(visitorName(c)) : words.chat.cameByItself(visitorName(c)))
  if (!active) show(chat)
}

/** A chat is hers no more: a colleague took it over (R141), or it was passed on (R145). */
export function shut(chat: string, by?: string): void {
  const c = useDesk.getState().chats[chat]
  lose(chat) // also where it is not shown yet: what is being loaded is older
  if (!c) return
  const name = visitorName(c)
  tell(by ? words.chat.takenOver(by, name) : words.chat.passedOn(name))
}

/** Why a status that she did not choose has changed; undefined if she did. */
export function cause(was: Screen, is: Screen, by: Received['type'], re?: string): string | undefined {
  const w = words.presence
  if (re === 'decline') return w.byDecline(is.status)
  if (by === 'ack') return undefined
  if (by === 'resumed') return w.now(is.status)
  if (is.status === 'Away' && offersOf(is).length < offersOf(was).length) return w.bySilence(is.status)
  return w.bySupervisor(is.status)
}

/** Says that her status has changed and why (R25, R34, R35). */
export function moved(was: Screen, is: Screen, by: Received['type'], re?: string): void {
  const text = isChoosing() || is.tab !== was.tab ? undefined : cause(was, is, by, re)
  if (text) useShell.getState().toast(text, 'kept')
}
