// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import { LinkError } from '../../../link/link'
import { useShell } from '../app/shell'
import { chatOf, mara, NOW, noor } from '../gallery/people'
import { engage } from './acts'
import { block, invite, leave, lower, raise, transfer, whisper, withdraw } from './deeds'
import { start, useDesk } from './desk'
import { cause, opened, shut } from './told'

let sent: Record<string, unknown>[] = []
let answer: () => unknown = () => ({})
const link = {
  change: async (frame: Record<string, unknown>) => {
    sent.push(frame)
    return answer()
  },
  timelines: new Map([['c', {}]]),
  read: vi.fn(),
  forget: vi.fn(),
}
const toasts = () => useShell.getState().toasts.map((t) => t.text)

beforeEach(() => {
  sent = []
  answer = () => ({})
  vi.clearAllMocks()
  engage(link as never)
  useShell.setState({ toasts: [], wantsFocus: undefined })
  const c = chatOf('c', mara, 9, [])
  useDesk.setState({
    ...start,
    now: () => NOW,
    screen: noor,
    chats: { c },
    places: [{ chat: 'c', number: 1 }],
    active: 'c',
  })
})

test('R136 R315 an agent is asked with the note, and the chat stays', async () => {
  expect(await transfer('c', { to: 'agent', target: 'ilse', name: 'Ilse' }, ' Paid twice ')).toBeUndefined()
  expect(sent).toEqual([{ action: 'transfer', chat: 'c', to: 'agent', target: 'ilse', note: 'Paid twice' }])
  expect(link.read).toHaveBeenCalledWith('c')
  expect(useDesk.getState().places.length).toBe(1)
})

test('R145 a chat that is passed to a queue closes here at once', async () => {
  answer = () => ({ screen: { ...noor, rev: 9, load: 2 } })
  await transfer('c', { to: 'button', target: 'b-07', name: 'Billing' }, '')
  expect(sent).toEqual([{ action: 'transfer', chat: 'c', to: 'button', target: 'b-07' }])
  expect(useDesk.getState()).toMatchObject({ chats: {}, places: [], screen: { load: 2 } })
  expect(toasts()).toEqual(['The chat with Mara L. waits in Billing.'])
})

test('R150 a refusal is given back in the server’s words, and the chat stays', async () => {
  answer = () => {
    throw new LinkError('conflict', 'Nobody who serves this queue is there.')
  }
  expect(await transfer('c', { to: 'button', target: 'b', name: 'B' }, '')).toBe(
    'Nobody who serves this queue is there.',
  )
  expect(useDesk.getState().places.length).toBe(1)
})

test('R158 one agent of a skill is asked to join, or all of them', async () => {
  await invite('c', 'billing', 'ilse', '')
  await invite('c', 'billing', '', 'Customs form')
  expect(sent).toEqual([
    { action: 'conference', chat: 'c', skill: 'billing', agent: 'ilse' },
    { action: 'conference', chat: 'c', skill: 'billing', note: 'Customs form' },
  ])
})

test('R148 R162 R163 R188 R197 R198 R205 each deed is one frame', async () => {
  await withdraw('c')
  await block('c', '')
  await block('c', 'abuse')
  await raise('c', ' Help ')
  await lower('c')
  await whisper('c', 'psst')
  await leave('c')
  expect(sent).toEqual([
    { action: 'withdraw', chat: 'c' },
    { action: 'block', chat: 'c' },
    { action: 'block', chat: 'c', comment: 'abuse' },
    { action: 'flag', chat: 'c', text: 'Help' },
    { action: 'flag', chat: 'c', lower: true },
    { action: 'whisper', chat: 'c', text: 'psst' },
    { action: 'leave', chat: 'c' },
  ])
  expect(useDesk.getState().chats).toEqual({})
})

test('R141 a chat that a colleague took over goes with her name, and the focus goes nowhere', () => {
  const other = chatOf('d', mara, 3, [])
  useDesk.setState((s) => ({ chats: { ...s.chats, d: other }, places: [...s.places, { chat: 'd', number: 2 }] }))
  shut('c', 'Ilse')
  expect(toasts()).toEqual(['Ilse has the chat with Mara L. now.'])
  expect(useDesk.getState().places.map((p) => p.chat)).toEqual(['d'])
  expect(useShell.getState().wantsFocus).toBeUndefined()
})

test('R84 R318 a chat that came by itself is told, and shown if no other is in front', () => {
  opened('c')
  expect(toasts()).toEqual(['The chat with Mara L. was accepted for you.'])
  const c = chatOf('c', mara, 9, [])
  const back = { seq: 3, at: NOW, who: 'a1', kind: 'returned', party: 'a1', name: 'Noor' }
  useDesk.setState({ chats: { c: { ...c, events: [...c.events, back] } }, active: undefined })
  opened('c')
  expect(toasts()[1]).toBe('Nobody took the chat with Mara L., so it is back with you.')
  expect(useDesk.getState().active).toBe('c')
})

test.each([
  ['R25 a supervisor', [], 'screen', undefined, 'A supervisor set you to Away. Your chats go on.'],
  [
    'R35 silence',
    ['o'],
    'screen',
    undefined,
    'A request went on without your answer: you are Away now. Your chats go on.',
  ],
  ['R34 declining', [], 'ack', 'decline', 'You declined: you are Away now. Your chats go on.'],
  ['R22 an absence', [], 'resumed', undefined, 'You are Away now. Your chats go on.'],
  ['R13 she herself', [], 'ack', 'presence', undefined],
] as const)('%s changed her status: she reads why', (_, offers, by, re, text) => {
  const was = { ...noor, offers: [...offers] }
  expect(cause(was, { ...noor, status: 'Away', offers: [] }, by, re)).toBe(text)
})
