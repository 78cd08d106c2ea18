// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import * as acts from '../desk/acts'
import { lower } from '../desk/deeds'
import { start, useDesk } from '../desk/desk'
import { withMara } from '../gallery/people'
import { asking, flagged, me } from '../gallery/team'
import { useSession } from '../session/session'
import { pressed } from './keys'
import { usePreferences } from './preferences'
import { useShell } from './shell'

vi.mock('../desk/acts', () => ({
  acceptOldest: vi.fn(),
  declineOldest: vi.fn(),
  longest: vi.fn(),
  close: vi.fn(),
  open: vi.fn(),
  complain: vi.fn(),
}))
vi.mock('../desk/deeds', () => ({ lower: vi.fn(async () => undefined) }))

const key = (more: object) => ({
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  code: '',
  key: '',
  target: document.body,
  preventDefault: () => undefined,
  ...more,
})
const alt = (code: string, more = {}) => key({ altKey: true, code, ...more })

beforeEach(() => {
  vi.clearAllMocks()
  useShell.setState({ dialog: undefined, menu: undefined })
  usePreferences.setState({ keys: true })
  useDesk.setState({
    ...start,
    active: 'b',
    places: [
      { chat: 'a', number: 1 },
      { chat: 'b', number: 3 },
    ],
  })
})

test('Alt and a number opens the tab that has it, though another one stands there', () => {
  expect(pressed(alt('Digit3'), false)).toBe(true)
  expect(acts.open).toHaveBeenCalledWith('b')
  pressed(alt('Digit2'), false)
  expect(acts.open).toHaveBeenCalledTimes(1)
})

test('Alt A accepts, Alt W closes the tab in front; AltGr, Alt Shift and bare letters are left alone', () => {
  pressed(alt('KeyA'), false)
  pressed(alt('KeyW'), false)
  expect(acts.acceptOldest).toHaveBeenCalledOnce()
  expect(acts.close).toHaveBeenCalledWith('b')
  expect(pressed(alt('KeyA', { ctrlKey: true }), false)).toBe(false)
  expect(pressed(alt('KeyA', { shiftKey: true }), false)).toBe(false)
  expect(pressed(key({ code: 'KeyA', key: 'a' }), false)).toBe(false)
})

test('on macOS, where Option writes, it is Control and Shift', () => {
  expect(pressed(alt('KeyA'), true)).toBe(false)
  expect(pressed(key({ ctrlKey: true, shiftKey: true, code: 'KeyA' }), true)).toBe(true)
})

test('? lists the keys, but in a field it is a character', () => {
  expect(pressed(key({ key: '?', shiftKey: true, target: document.createElement('textarea') }), false)).toBe(false)
  expect(pressed(key({ key: '?', shiftKey: true }), false)).toBe(true)
  expect(useShell.getState().dialog).toEqual({ kind: 'keys' })
})

test('keys that are turned off, a dialog and another window’s rule silence them', () => {
  usePreferences.setState({ keys: false })
  expect(pressed(alt('KeyA'), false)).toBe(false)
  usePreferences.setState({ keys: true })
  useShell.setState({ dialog: { kind: 'keys' } })
  expect(pressed(alt('KeyA'), false)).toBe(false)
  useShell.setState({ dialog: undefined })
  useDesk.setState({ paused: true })
  expect(pressed(alt('KeyA'), false)).toBe(false)
})

const front = (c: ReturnType<typeof withMara>, can = me.can) => {
  useSession.setState({ me: { ...me, can } })
  useDesk.setState({ chats: { c1: c }, active: 'c1' })
}
const asked = () => useShell.getState().dialog?.kind

test('R314 R158 R197 Alt T, I and H open what may be done with the chat in front', () => {
  front(withMara())
  for (const [code, kind] of [
    ['KeyT', 'transfer'],
    ['KeyI', 'invite'],
    ['KeyH', 'flag'],
  ] as const) {
    useShell.setState({ dialog: undefined })
    expect(pressed(alt(code), false)).toBe(true)
    expect(asked()).toBe(kind)
  }
})

test('R39 R170 R198 and nothing that may not; a flag that is up is lowered', () => {
  front(asking('transfer'))
  pressed(alt('KeyT'), false)
  pressed(alt('KeyI'), false)
  expect(asked()).toBeUndefined()
  front(withMara(), { ...me.can, flags: false, conferences: false })
  pressed(alt('KeyI'), false)
  pressed(alt('KeyH'), false)
  expect(asked()).toBeUndefined()
  front(flagged())
  pressed(alt('KeyH'), false)
  expect([asked(), vi.mocked(lower).mock.calls]).toEqual([undefined, [['c1']]])
})
