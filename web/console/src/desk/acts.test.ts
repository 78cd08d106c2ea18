// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import { LinkError, Timeline } from '../../../link/link'
import { useShell } from '../app/shell'
import { ago, chatOf, mara, NOW, noor, waiting } from '../gallery/people'
import { accept, acceptOldest, askEnd, close, decline, end, engage, onClosed, present, say, tooLong } from './acts'
import { start, useDesk } from './desk'

type Frame = { action: string; chat?: string; after?: number; status?: string; tab?: string }
let sent: Frame[] = []
let answer: (frame: Frame) => unknown = () => ({})
const said: string[] = []

const link = {
  change: async (frame: Frame) => {
    sent.push(frame)
    return answer(frame)
  },
  say: (chat: string, text: string) => said.push(`${chat}: ${text}`),
  timeline: (chat: string) => {
    const t = new Timeline(chat)
    const { view } = chatOf(chat, mara, 0, [])
    if (view) t.see(view)
    return t
  },
  forget: vi.fn(),
  serverNow: () => NOW,
}

const refuse =
  (kind: string, why = 'Ilse was faster.') =>
  () => {
    throw new LinkError(kind, why)
  }
const phases = () => useDesk.getState().rows.map((r) => `${r.request.chat} ${r.phase}`)

beforeEach(() => {
  sent = []
  said.length = 0
  answer = () => ({})
  engage(link as never)
  link.forget.mockClear()
  useDesk.setState({
    ...start,
    tab: 'me',
    screen: noor,
    now: () => NOW,
    rows: waiting.map((request) => ({ request, phase: 'waiting' as const })),
  })
  useShell.setState({ toasts: [], dialog: undefined, wantsFocus: undefined, pane: 'list' })
})

function hold(c = chatOf('c', mara, 10, [['v', 2, 'hello?']])) {
  useDesk.setState({ chats: { c }, places: [{ chat: 'c', number: 1 }], active: 'c', drafts: { c: 'draft' } })
}

test('R109 accepting opens a tab with the log, shows it and asks for the focus', async () => {
  answer = () => ({ screen: { ...noor, rev: 8, load: 4 } })
  await accept('w2')
  expect(sent).toEqual([{ action: 'accept', chat: 'w2', after: 1, kind: 'choice' }])
  const s = useDesk.getState()
  expect([s.active, s.places, s.screen?.load]).toEqual(['w2', [{ chat: 'w2', number: 1 }], 4])
  expect(s.chats.w2?.view?.visitor?.name).toBe('Mara L.')
  expect(phases()).toEqual(['w1 waiting', 'w2 accepted'])
  expect(useShell.getState()).toMatchObject({ wantsFocus: 'w2', pane: 'chat' })
})

test('R73 by key the oldest request is accepted, and a second press takes no other while it runs', async () => {
  answer = () => new Promise(() => undefined)
  acceptOldest()
  void accept('w1')
  expect(sent.map((f) => f.chat)).toEqual(['w1'])
})

test('R72 who was too late loses the row and opens no tab', async () => {
  answer = refuse('conflict')
  await accept('w1')
  expect(phases()).toEqual(['w1 taken', 'w2 waiting'])
  expect(useDesk.getState().places).toEqual([])
})

test('R14 R61 without room the request still waits: its row stays, and she reads why', async () => {
  answer = refuse('conflict', 'All your 4 places are taken.')
  useDesk.setState({ screen: { ...noor, load: 4, capacity: 4 } })
  await accept('w1')
  answer = refuse('conflict', 'Go Online to accept chats.')
  useDesk.setState({ screen: { ...noor, status: 'Away' } })
  await accept('w2')
  expect(phases()).toEqual(['w1 waiting', 'w2 waiting'])
  expect(useShell.getState().toasts.map((t) => t.text)).toEqual([
    'All your 4 places are taken.',
    'Go Online to accept chats.',
  ])
})

test('R61 an accept that is on its way counts as a place taken', async () => {
  useDesk.setState({ screen: { ...noor, load: 3, capacity: 4 } })
  answer = (f) => (f.chat === 'w1' ? new Promise(() => undefined) : refuse('conflict')())
  void accept('w1')
  await accept('w2')
  expect(phases()).toEqual(['w1 accepting', 'w2 waiting'])
})

test('R76 a request that cannot be declined any more is over, whether she has room or not', async () => {
  answer = refuse('conflict')
  useDesk.setState({ screen: { ...noor, load: 4, capacity: 4 } })
  await decline('w1')
  expect(phases()).toEqual(['w1 taken', 'w2 waiting'])
})

test('R15 a refusal for another reason leaves the row and says why', async () => {
  answer = refuse('forbidden')
  await accept('w1')
  expect(phases()).toEqual(['w1 waiting', 'w2 waiting'])
  expect(useShell.getState().toasts.map((t) => t.text)).toEqual(['Ilse was faster.'])
})

test('R76 declining hides the request here', async () => {
  await decline('w1')
  expect(sent).toEqual([{ action: 'decline', chat: 'w1', after: 1 }])
  expect(phases()).toEqual(['w1 declined', 'w2 waiting'])
})

test('R111 blank text is not sent, and what is sent leaves the draft', () => {
  hold()
  for (const blank of ['', ' ', '\n\t ']) expect(say('c', blank)).toBe(false)
  expect(useDesk.getState().drafts.c).toBe('draft')
  expect(say('c', ' yes ')).toBe(true)
  expect(said).toEqual(['c:  yes '])
  expect(useDesk.getState().drafts).toEqual({})
})

test('R26 4,096 characters are sent, one more is refused; they count as people count', () => {
  hold()
  expect(tooLong('ä'.repeat(4096))).toBeUndefined()
  expect(tooLong('🧶'.repeat(4096))).toBeUndefined()
  expect(tooLong('ä'.repeat(4097))).toMatch('4,097 of 4,096')
  expect(say('c', 'ä'.repeat(4097))).toBe(false)
  expect(said).toEqual([])
})

test('R118 after the end nothing can be sent', () => {
  hold(chatOf('c', mara, 10, [], { at: ago(1) }))
  expect(say('c', 'one more thing')).toBe(false)
  expect(said).toEqual([])
})

test('R116 ending asks only if the visitor has no answer', async () => {
  hold()
  askEnd('c')
  expect(sent).toEqual([])
  expect(useShell.getState().dialog).toEqual({ kind: 'end', chat: 'c' })
  await end('c')
  hold(chatOf('c', mara, 10, [['a1', 1, 'bye']]))
  askEnd('c')
  expect(sent).toEqual([
    { action: 'end', chat: 'c' },
    { action: 'end', chat: 'c' },
  ])
})

test('R120 R218 closing an ended chat’s tab gives the place back, then the tab is gone and its transcript looked for', async () => {
  const closed: string[] = []
  onClosed((chat) => closed.push(chat))
  hold(chatOf('c', mara, 10, [], { at: ago(1) }))
  answer = () => ({ screen: { ...noor, rev: 9, load: 2 } })
  close('c')
  expect(useDesk.getState().chats.c?.closing).toBe(true)
  await vi.waitFor(() => expect(closed).toEqual(['c']))
  expect(sent).toEqual([{ action: 'close', chat: 'c' }])
  expect(useDesk.getState()).toMatchObject({ places: [], chats: {}, drafts: {}, screen: { load: 2 } })
  expect(link.forget).toHaveBeenCalledWith('c')
})

test('R218 a beat that overtakes the answer tells that the chat is closed: its transcript is looked for all the same', async () => {
  const closed: string[] = []
  onClosed((chat) => closed.push(chat))
  hold(chatOf('c', mara, 10, [], { at: ago(1) }))
  answer = refuse('not_found')
  close('c')
  await vi.waitFor(() => expect(closed).toEqual(['c']))
  expect(useDesk.getState().chats).toEqual({})
})

test('R120 a place that could not be given back keeps its tab', async () => {
  hold(chatOf('c', mara, 10, [], { at: ago(1) }))
  answer = refuse('internal')
  close('c')
  await vi.waitFor(() => expect(useShell.getState().toasts.length).toBe(1))
  expect(useDesk.getState().chats.c?.closing).toBe(false)
})

test('R120 closing a running chat’s tab ends the chat first', () => {
  hold()
  close('c')
  expect(useShell.getState().dialog).toEqual({ kind: 'end', chat: 'c' })
  expect(useDesk.getState().places.length).toBe(1)
})

test('R23 a chat that is not hers any more closes without asking the server', () => {
  hold({ ...chatOf('c', mara, 10, []), gone: true })
  close('c')
  expect(sent).toEqual([])
  expect(useDesk.getState().places).toEqual([])
})

test('R13 a status goes out with the window that rules from now on', async () => {
  answer = () => ({ screen: { ...noor, rev: 9, status: 'Away' } })
  expect(await present('Away')).toBe(true)
  expect(sent).toEqual([{ action: 'presence', status: 'Away', tab: 'me' }])
  expect(useDesk.getState().screen?.status).toBe('Away')
  answer = refuse('forbidden')
  expect(await present('Online')).toBe(false)
})

test('R13 R18 without a connection she is told that her status changes later; with one nothing is said', async () => {
  const told = () => useShell.getState().toasts.map((t) => t.text)
  await present('Away')
  expect(told()).toEqual([])
  useDesk.setState({ line: { state: 'offline', kept: 1, lostAt: NOW } })
  answer = () => new Promise(() => undefined)
  void present('Offline')
  expect(told()).toEqual(['You are set to Offline as soon as the connection is back.'])
})
