// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLink, type Link } from '../../../link/link'
import { chatOf, mara, NOW, noor, waiting } from '../gallery/people'
import { accept, engage, present } from './acts'
import { start, useDesk } from './desk'
import { feed } from './feed'

/** The other end of the link's socket: a test says what the server says. */
class Socket {
  static last: Socket
  readyState = 1
  sent: Record<string, unknown>[] = []
  onopen?: () => void
  onmessage?: (m: { data: string }) => void
  onclose?: () => void
  constructor() {
    Socket.last = this
  }
  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.readyState = 3
    this.onclose?.()
  }
  says(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
  of(action: string) {
    return this.sent.filter((f) => f.action === action)
  }
}

let link: Link
let stop: () => void
const arrived = vi.fn(async () => undefined)
const superseded = vi.fn()
const opened = vi.fn()
const shut = vi.fn()
const moved = vi.fn()
const timers = new Set<unknown>()

const clock = {
  now: () => NOW,
  setTimeout: (f: () => void) => {
    timers.add(f)
    return f
  },
  clearTimeout: (t: unknown) => void timers.delete(t),
}

const resumed = (more: object = {}) => ({
  type: 'resumed',
  id: 'r',
  at: NOW,
  chats: [],
  clocks: { beat: 120_000, lease: 15_000, idle: 60_000 },
  expires: NOW + 3_600_000,
  screen: { ...noor, tab: 'me' },
  listRev: 1,
  requests: waiting,
  ...more,
})

const view = (id: string, accepted: number, ended?: { at: number }) => {
  const c = chatOf(id, mara, accepted, [['v', 1, 'hello']], ended)
  return { ...c.view, events: c.events }
}

const desk = () => useDesk.getState()
const rows = () => desk().rows.map((r) => `${r.request.chat} ${r.phase}${r.by ? ` ${r.by}` : ''}`)

async function open(frame: object = resumed()) {
  link.start()
  await vi.waitFor(() => expect(link.status.state).toBe('connecting'))
  await Promise.resolve()
  await Promise.resolve()
  Socket.last.onopen?.()
  Socket.last.says(frame)
  await Promise.resolve()
}

beforeEach(() => {
  timers.clear()
  vi.clearAllMocks()
  useDesk.setState({ ...start, tab: 'me', now: () => NOW }, true)
  link = createLink({
    staff: true,
    clock,
    random: () => 0,
    ticket: async () => ({ ticket: 't', socket: 'wss://x' }),
    WebSocketCtor: Socket as never,
  })
  stop = feed(link, { arrived, superseded, opened, shut, moved }, () => NOW)
  engage(link)
})

afterEach(() => {
  link.stop()
  stop()
})

test('R107 the list comes with the first answer, hints add to it, withdrawals say who took it', async () => {
  await open(resumed({ requests: [waiting[0]] }))
  Socket.last.says({ type: 'waiting', request: waiting[1] })
  expect(rows()).toEqual(['w1 waiting', 'w2 waiting'])
  Socket.last.says({ type: 'withdrawn', chat: 'w1', by: 'Ilse' })
  Socket.last.says({ type: 'withdrawn', chat: 'w2' })
  expect(rows()).toEqual(['w1 taken Ilse', 'w2 withdrawn'])
})

test('R74 a beat that brings the list replaces it; one that brings none leaves it', async () => {
  await open()
  Socket.last.says({ type: 'beat', id: 'b', at: NOW, tails: [], listRev: 1 })
  expect(rows()).toEqual(['w1 waiting', 'w2 waiting'])
  Socket.last.says({ type: 'beat', id: 'b', at: NOW, tails: [], listRev: 2, listed: true, requests: [waiting[1]] })
  expect(rows()).toEqual(['w1 withdrawn', 'w2 waiting'])
})

test('R73 R74 when she gets room or loses it, the list is asked for at once; another change asks for nothing', async () => {
  await open(resumed({ screen: { ...noor, tab: 'me', status: 'Away' } }))
  const beats = () => Socket.last.of('beat').length
  const before = beats()
  Socket.last.says({ type: 'screen', screen: { ...noor, rev: 8, tab: 'me', load: 2 } })
  expect(beats()).toBe(before + 1)
  Socket.last.says({ type: 'screen', screen: { ...noor, rev: 9, tab: 'me', load: 3 } })
  expect(beats()).toBe(before + 1)
  Socket.last.says({ type: 'screen', screen: { ...noor, rev: 10, tab: 'me', load: 4 } })
  expect(beats()).toBe(before + 2)
})

test('R17 R22 after a reload her open chats and ended ones with an open tab are there, in order', async () => {
  await open(resumed({ chats: [view('late', 2), view('early', 9, { at: NOW })] }))
  expect(desk().places.map((p) => p.chat)).toEqual(['early', 'late'])
  expect(desk().chats.early?.view?.state).toBe('ended')
  expect(desk().chats.late?.events.at(-1)?.text).toBe('hello')
})

test('R110 what is said in one chat stands in that chat alone', async () => {
  await open(resumed({ chats: [view('a', 9), view('b', 2)] }))
  Socket.last.says({ type: 'events', chat: 'b', events: [{ seq: 4, at: NOW, who: 'v', kind: 'said', text: 'for b' }] })
  expect(desk().chats.a?.events.length).toBe(3)
  expect(desk().chats.b?.events.at(-1)?.text).toBe('for b')
})

test('R117 the visitor’s end stands in the log', async () => {
  await open(resumed({ chats: [view('a', 9)] }))
  Socket.last.says({
    type: 'events',
    chat: 'a',
    events: [{ seq: 4, at: NOW, who: 'v', kind: 'ended', by: 'visitor', reason: 'ended' }],
  })
  expect(desk().chats.a?.view?.state).toBe('ended')
})

test('R71 a request that merely waits is no chat of hers', async () => {
  const c = view('w1', 1)
  await open(resumed({ chats: [{ ...c, state: 'waiting', parties: [{ party: 'v', name: '' }] }] }))
  expect(desk().places).toEqual([])
})

test('R109 an accepted request is a chat as soon as the server says so', async () => {
  await open()
  const done = accept('w1')
  const frame = Socket.last.of('accept')[0]
  expect(frame).toMatchObject({ chat: 'w1', after: 1 })
  Socket.last.says({
    type: 'ack',
    re: 'accept',
    id: frame?.id,
    chat: 'w1',
    seq: 2,
    at: NOW,
    view: view('w1', 0),
    screen: { ...noor, rev: 8 },
  })
  await done
  expect(desk().active).toBe('w1')
  Socket.last.says({ type: 'events', chat: 'w1', events: [{ seq: 4, at: NOW, who: 'v', kind: 'said', text: 'more' }] })
  expect(desk().chats.w1?.events.at(-1)?.text).toBe('more')
})

test('R23 a chat that is not hers any more says so and keeps its tab until she closes it', async () => {
  await open(resumed({ chats: [view('a', 9)] }))
  Socket.last.says({ type: 'beat', id: 'b', at: NOW, tails: [], gone: ['a'] })
  expect(desk().chats.a?.gone).toBe(true)
  expect(desk().places.length).toBe(1)
})

test('R22 a lost connection is known since its loss, until it is back', async () => {
  await open()
  expect(desk().line).toMatchObject({ state: 'open', lostAt: undefined, kept: 135_000 })
  Socket.last.close()
  expect(desk().line).toMatchObject({ state: 'offline', lostAt: NOW })
  useDesk.setState({ now: () => NOW + 60_000 })
  for (const f of [...timers]) (f as () => void)()
  await vi.waitFor(() => expect(desk().line.state).toBe('connecting'))
  expect(desk().line.lostAt).toBe(NOW)
  await Promise.resolve()
  Socket.last.onopen?.()
  Socket.last.says(resumed())
  expect(desk().line).toMatchObject({ state: 'open', lostAt: undefined })
})

test('a window that finds another one ruling claims it first, and is superseded only by a later one', async () => {
  arrived.mockImplementationOnce(async () => void (await present('Online')))
  await open(resumed({ screen: { ...noor, tab: 'old' } }))
  expect(superseded).not.toHaveBeenCalled()
  const frame = Socket.last.of('presence')[0]
  expect(frame).toMatchObject({ status: 'Online', tab: 'me' })
  Socket.last.says({ type: 'ack', re: 'presence', id: frame?.id, at: NOW, screen: { ...noor, rev: 8, tab: 'me' } })
  await vi.waitFor(() => expect(desk().screen?.tab).toBe('me'))
  await new Promise((done) => setImmediate(done))
  Socket.last.says({ type: 'screen', screen: { ...noor, rev: 7, tab: 'old' } })
  expect(superseded).not.toHaveBeenCalled()
  Socket.last.says({ type: 'screen', screen: { ...noor, rev: 9, tab: 'newer' } })
  expect(superseded).toHaveBeenCalledOnce()
})

test('nobody rules while she is Offline', async () => {
  await open(resumed({ screen: { ...noor, status: 'Offline', tab: 'old' } }))
  await new Promise((done) => setImmediate(done))
  Socket.last.says({ type: 'screen', screen: { ...noor, rev: 9, status: 'Offline', tab: 'newer' } })
  expect(superseded).not.toHaveBeenCalled()
})

const offer = { ...(waiting[0] as object), chat: 'o', kind: 'push', until: NOW + 20_000 }
const screenOf = (rev: number, offers: string[], more = {}) => ({ ...noor, tab: 'me', rev, offers, ...more })

test('R80 R81 an offer that is hers alone stands first, and as long as her newest screen names it', async () => {
  await open(resumed({ requests: [waiting[1]] }))
  Socket.last.says({ type: 'waiting', request: offer, screen: screenOf(8, ['o']) })
  expect(rows()).toEqual(['o waiting', 'w2 waiting'])
  Socket.last.says({ type: 'screen', screen: screenOf(7, []) })
  expect(rows()).toEqual(['o waiting', 'w2 waiting'])
  Socket.last.says({ type: 'screen', screen: screenOf(9, []) })
  expect(rows()).toEqual(['o withdrawn', 'w2 waiting'])
})

test('R87 an offer that was taken back before it arrived is not shown', async () => {
  await open(resumed({ requests: [], screen: screenOf(9, []) }))
  Socket.last.says({ type: 'waiting', request: offer, screen: screenOf(8, ['o']) })
  expect(rows()).toEqual([])
})

test('R138 a transfer to a skill is in no screen: it goes by a withdrawal', async () => {
  await open(resumed({ requests: [] }))
  Socket.last.says({ type: 'waiting', request: { ...offer, kind: 'transfer' } })
  Socket.last.says({ type: 'screen', screen: screenOf(9, []) })
  expect(rows()).toEqual(['o waiting'])
  Socket.last.says({ type: 'withdrawn', chat: 'o', by: 'Ilse' })
  expect(rows()).toEqual(['o taken Ilse'])
})

test('R22 after a reload her offers are there again with the list', async () => {
  await open(resumed({ requests: [waiting[1], offer], screen: screenOf(9, ['o']) }))
  expect(rows()).toEqual(['o waiting', 'w2 waiting'])
  expect(desk().rows[0]?.alone).toBe(true)
})

test('R84 a chat that was accepted for her has a tab, and its request is over', async () => {
  await open()
  Socket.last.says({ type: 'opened', view: view('w1', 0), screen: screenOf(9, []) })
  expect(desk().places.map((p) => p.chat)).toEqual(['w1'])
  expect(rows()).toEqual(['w1 accepted', 'w2 waiting'])
  expect(opened).toHaveBeenCalledWith('w1')
})

test('R141 R145 a chat that is hers no more is told with who has it', async () => {
  await open(resumed({ chats: [view('a', 9)] }))
  Socket.last.says({ type: 'shut', chat: 'a', by: 'Ilse' })
  expect(shut).toHaveBeenCalledWith('a', 'Ilse')
})

test('R203 a chat that she merely watches, and one that she has left, are no tabs of hers', async () => {
  const left = view('l', 9)
  const gone = { seq: 4, at: NOW, who: 'a1', kind: 'left', party: 'a1', name: 'Noor' }
  await open(
    resumed({
      chats: [
        { ...view('a', 9), watching: true },
        { ...left, events: [...left.events, gone] },
      ],
    }),
  )
  expect(desk().places).toEqual([])
})

test('R25 a status that came by itself is told with what it was before; her own choice is not', async () => {
  await open()
  Socket.last.says({ type: 'screen', screen: screenOf(8, [], { status: 'Away' }) })
  expect(moved).toHaveBeenCalledWith(
    expect.objectContaining({ status: 'Online' }),
    expect.objectContaining({ status: 'Away' }),
    'screen',
    undefined,
  )
  moved.mockClear()
  const done = present('Online')
  const frame = Socket.last.of('presence').at(-1)
  Socket.last.says({ type: 'ack', re: 'presence', id: frame?.id, at: NOW, screen: screenOf(9, []) })
  await done
  expect(moved).not.toHaveBeenCalled()
})

test('R31 R115 what the visitor has not sent is shown in its order, and goes when it is sent', async () => {
  await open(resumed({ chats: [view('a', 9)] }))
  const peeks = () => desk().chats.a?.peeks
  Socket.last.says({ type: 'typing', chat: 'a', who: 'v', on: true, text: 'ye', position: 2 })
  Socket.last.says({ type: 'typing', chat: 'a', who: 'v', on: true, text: 'y', position: 1 })
  expect(peeks()).toEqual({ v: { text: 'ye', position: 2 } })
  Socket.last.says({ type: 'events', chat: 'a', events: [{ seq: 4, at: NOW, who: 'v', kind: 'said', text: 'yes' }] })
  expect(peeks()).toEqual({ v: { text: '', position: 2 } })
})
