// Keys that act everywhere. On macOS Option writes characters, so Control and Shift stand for Alt there, and letters are
// told by their place on the keyboard.

import { acceptOldest, close, complain, declineOldest, longest, open } from '../desk/acts'
import { lower } from '../desk/deeds'
import { type OpenChat, useDesk } from '../desk/desk'
import { hasEnded } from '../desk/lamp'
import { mayInvite, mayTransfer } from '../desk/party'
import { useSession } from '../session/session'
import type { Can } from '../session/shapes'
import { usePreferences } from './preferences'
import { useShell } from './shell'

export const onMac = (): boolean => /mac|iphone|ipad/i.test(navigator.platform)

/** A key as it is written beside its action. */
export const keyName = (letter: string): string => (onMac() ? `⌃⇧${letter}` : `Alt ${letter}`)

type Pressed = Pick<
  KeyboardEvent,
  'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'code' | 'key' | 'target' | 'preventDefault'
>

/** Opens a dialog about the chat in front, if her configuration and the chat allow it. */
const ask = (kind: 'transfer' | 'invite', may: (c: OpenChat, can: Can) => boolean) => () => {
  const c = inFront()
  const can = useSession.getState().me?.can
  if (c && can && may(c, can)) useShell.setState({ dialog: { kind, chat: c.chat } })
}

function inFront(): OpenChat | undefined {
  const { active, chats } = useDesk.getState()
  const c = active ? chats[active] : undefined
  return c && !hasEnded(c) && !c.gone ? c : undefined
}

function flag(): void {
  const c = inFront()
  if (!c || !useSession.getState().me?.can.flags) return
  if (!c.view?.flag) useShell.setState({ dialog: { kind: 'flag', chat: c.chat } })
  else void lower(c.chat).then((refusal) => refusal && complain(refusal))
}

const letters: Record<string, () => void> = {
  KeyA: acceptOldest,
  KeyX: declineOldest,
  KeyL: longest,
  KeyT: ask('transfer', mayTransfer),
  KeyI: ask('invite', mayInvite),
  KeyH: flag,
  KeyW: () => {
    const { active } = useDesk.getState()
    if (active) close(active)
  },
}

function tab(code: string): boolean {
  const number = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1]
  if (!number) return false
  const place = useDesk.getState().places.find((p) => p.number === Number(number))
  if (place) open(place.chat)
  return true
}

const inField = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable)

/** Acts on a key; reports whether it was one of ours. */
export function pressed(e: Pressed, mac = onMac()): boolean {
  const { dialog, menu } = useShell.getState()
  if (!usePreferences.getState().keys || dialog || menu || useDesk.getState().paused) return false
  if (e.key === '?' && !e.ctrlKey && !e.metaKey && !e.altKey && !inField(e.target)) {
    useShell.setState({ dialog: { kind: 'keys' } })
    return true
  }
  const ours = mac ? e.ctrlKey && e.shiftKey && !e.altKey : e.altKey && !e.ctrlKey && !e.shiftKey
  if (!ours || e.metaKey) return false
  const act = letters[e.code]
  if (!act) return tab(e.code)
  act()
  return true
}

export function startKeys(): () => void {
  const heard = (e: KeyboardEvent) => {
    if (!e.repeat && pressed(e)) e.preventDefault()
  }
  addEventListener('keydown', heard)
  return () => removeEventListener('keydown', heard)
}
