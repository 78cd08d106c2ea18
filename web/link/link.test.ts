import { beforeEach, describe, expect, it } from 'vitest'
import { event, FakeSocket, Hands, last, resumed, settled, view } from './fakes'
import { createLink, type Link, LinkError, type OutboxStore } from './link'
import type { ChatEvent } from './protocol.gen'

let clock: Hands
let link: Link
let tickets: number
let stored: { chat: string; id: string; text: string }[]

const make = (options: { staff?: boolean; store?: OutboxStore } = {}) =>
  createLink({
    ticket: async () => ({ ticket: `t${++tickets}`, socket: 'ws://x/local' }),
    clock,
    random: () => 0.5,
    WebSocketCtor: FakeSocket as unknown as { new (u: string, p: string[]): WebSocket },
    ...options,
  })

const opened = async (events: ChatEvent[] = [event(1), event(2)]) => {
  link.start()
  await settled()
  last().opens()
  last().says(resumed(clock, [view(events)]))
  await settled()
  return last()
}

beforeEach(() => {
  FakeSocket.all = []
  clock = FakeSocket.server = new Hands()
  tickets = 0
  stored = []
  link = make()
})

describe('the order of a chat', () => {
  it('Q7: shows each event once, in order, whatever comes twice or early', async () => {
    const s = await opened()
    s.says({ type: 'events', chat: 'c', events: [event(4)] })
    s.says({ type: 'events', chat: 'c', events: [event(3)] })
    s.says({ type: 'events', chat: 'c', events: [event(3), event(4)] })
    expect(link.timeline('c').events.map((e) => e.seq)).toEqual([1, 2, 3, 4])
  })

  it('asks after 500 ms for what is missing in a gap, and not before', async () => {
    const s = await opened()
    const before = s.of('resume').length
    s.says({ type: 'events', chat: 'c', events: [event(4)] })
    await clock.pass(400)
    expect(s.of('resume').length).toBe(before)
    await clock.pass(200)
    expect(s.of('resume').at(-1)).toMatchObject({ have: [{ chat: 'c', after: 2 }] })
    s.says(resumed(clock, [view([event(3), event(4)], 4)]))
    expect(link.timeline('c').tail).toBe(4)
  })

  it('follows pages until it has everything', async () => {
    link.start()
    await settled()
    last().opens()
    last().says(resumed(clock, [{ ...view([event(1)], 1), more: true }]))
    expect(last().of('resume').at(-1)).toMatchObject({ have: [{ chat: 'c', after: 1 }] })
  })
})

describe('what is said', () => {
  it('F50: keeps one send per chat in flight, in the order in which it was said', async () => {
    const s = await opened()
    link.say('c', 'one')
    link.say('c', 'two')
    expect(s.of('message').map((f) => f.text)).toEqual(['one'])
    const [one] = s.of('message')
    s.says({ type: 'ack', re: 'message', id: one?.id, chat: 'c', seq: 3, at: 3 })
    await settled()
    expect(s.of('message').map((f) => [f.text, f.after])).toEqual([
      ['one', 2],
      ['two', 3],
    ])
  })

  it('F21: sends a message without an answer again after 8 s, under the same id', async () => {
    const s = await opened()
    link.say('c', 'one')
    await clock.pass(8_100)
    const sent = s.of('message')
    expect(sent.length).toBe(2)
    expect(sent[0]?.id).toBe(sent[1]?.id)
    s.says({ type: 'ack', re: 'message', id: sent[0]?.id, chat: 'c', seq: 3, at: 3 })
    s.says({ type: 'ack', re: 'message', id: sent[0]?.id, chat: 'c', seq: 3, at: 3 })
    await settled()
    expect(link.timeline('c').events.length).toBe(3)
    expect(link.timeline('c').pending).toEqual([])
  })

  it('F57: keeps what was said while offline and sends it on the next socket', async () => {
    const s = await opened()
    s.close()
    link.say('c', 'while away')
    expect(link.status.state).toBe('offline')
    await clock.pass(1_000)
    expect(tickets).toBe(2)
    last().opens()
    last().says(resumed(clock, [view([], 2)]))
    await settled()
    expect(last().of('message')).toMatchObject([{ text: 'while away', after: 2 }])
  })

  it('a refused message stands as failed and can be tried again or thrown away', async () => {
    const s = await opened()
    const id = link.say('c', 'late')
    s.says({ type: 'error', re: 'message', id, chat: 'c', kind: 'conflict', message: 'This chat has ended.' })
    await settled()
    expect(link.timeline('c').pending).toMatchObject([{ id, state: 'failed', error: 'This chat has ended.' }])
    link.retry('c', id)
    expect(s.of('message').at(-1)?.id).toBe(id)
    link.discard('c', id)
    expect(link.timeline('c').pending).toEqual([])
  })

  it('survives a reload: what was not answered is sent first by the next page', async () => {
    const store: OutboxStore = {
      load: () => stored,
      save: (u) => {
        stored = u
      },
    }
    link = make({ store })
    await opened()
    link.say('c', 'unsent')
    expect(stored.map((u) => u.text)).toEqual(['unsent'])
    const id = stored[0]?.id
    link = make({ store })
    const s = await opened()
    expect(s.of('message')).toMatchObject([{ id, text: 'unsent' }])
  })

  it('reads the chat first when the server says that too little is held', async () => {
    const s = await opened()
    link.say('c', 'one')
    const id = s.of('message')[0]?.id
    s.says({ type: 'error', re: 'message', id, chat: 'c', kind: 'behind', message: '' })
    expect(s.of('resume').at(-1)).toMatchObject({ have: [{ chat: 'c', after: 2 }] })
    s.says(resumed(clock, [view([event(3)], 3)]))
    await settled()
    expect(s.of('message').at(-1)).toMatchObject({ id, after: 3 })
  })

  it('an error without an id means unknown, and is waited out', async () => {
    const s = await opened()
    link.say('c', 'one')
    s.says({ message: 'Internal server error', connectionId: 'x' })
    s.says({ type: 'error', kind: 'internal', message: '' })
    expect(link.timeline('c').pending[0]?.state).toBe('sending')
    await clock.pass(8_100)
    expect(s.of('message').length).toBe(2)
  })

  it('rejects what the server refuses, with its kind', async () => {
    const s = await opened()
    const answer = link.change({ action: 'accept', chat: 'd', after: 1 })
    s.says({ type: 'error', re: 'accept', id: s.of('accept')[0]?.id, kind: 'conflict', message: 'Already taken.' })
    await expect(answer).rejects.toBeInstanceOf(LinkError)
  })
})

describe('the socket', () => {
  it('S2: gets a new ticket for each attempt and offers it as a subprotocol', async () => {
    const s = await opened()
    expect(s.protocols).toEqual(['switchboard.v1', 'ticket.t1'])
    s.close()
    await clock.pass(1_000)
    expect(last().protocols[1]).toBe('ticket.t2')
  })

  it('P13: backs off with full jitter, at most 15 s while a chat is open', async () => {
    const s = await opened()
    s.close()
    for (let i = 0; i < 8; i++) {
      const before = FakeSocket.all.length
      await clock.pass(7_501)
      expect(FakeSocket.all.length).toBeGreaterThan(before)
      last().close()
    }
  })

  it('beats 2 s after it opened, and then by the clock it was given', async () => {
    const s = await opened()
    await clock.pass(2_100)
    expect(s.of('beat')).toMatchObject([{ have: [{ chat: 'c', after: 2 }] }])
    await clock.pass(120_000)
    expect(s.of('beat').length).toBe(2)
  })

  it('F7: resumes when a beat tells of more than it holds', async () => {
    const s = await opened()
    const before = s.of('resume').length
    s.says({ type: 'beat', id: 'b', at: clock.at, tails: [{ chat: 'c', after: 3 }] })
    expect(s.of('resume').length).toBe(before + 1)
  })

  it('F9: opens the next socket before the old one ends, and drops the old one only then', async () => {
    const s = await opened()
    await clock.pass(107.5 * 60_000 + 1_000)
    expect(FakeSocket.all.length).toBe(2)
    expect(s.readyState).not.toBe(3)
    const next = last()
    next.opens()
    expect(link.status.state).toBe('open')
    next.says(resumed(clock, [view([], 2)]))
    await settled()
    expect(s.readyState).toBe(3)
    expect(link.status.state).toBe('open')
    s.says({ type: 'events', chat: 'c', events: [event(3, 'a1', 'from the grave')] })
    expect(link.timeline('c').tail).toBe(2)
  })

  it('F51: is renewed five minutes before its identity expires', async () => {
    link.start()
    await settled()
    last().opens()
    last().says(resumed(clock, [], { expires: clock.at + 20 * 60_000 }))
    await clock.pass(15 * 60_000 + 1000)
    expect(FakeSocket.all.length).toBe(2)
  })

  it('an agent renews her lease in its rhythm, with the list she shows', async () => {
    link = make({ staff: true })
    link.start()
    await settled()
    last().opens()
    last().says(resumed(clock, [], { listRev: 7 }))
    await clock.pass(2_100)
    expect(last().of('beat')).toMatchObject([{ listRev: 7 }])
    await clock.pass(60_000)
    expect(last().of('beat').length).toBe(2)
    const accepted = link.change({ action: 'accept', chat: 'c', after: 1 })
    last().says({ type: 'ack', re: 'accept', id: last().of('accept')[0]?.id, chat: 'c', at: 1, view: view([event(1)]) })
    await accepted
    await clock.pass(15_000)
    expect(last().of('beat').length).toBe(3)
  })

  it('R200 says in its beats that the panel is watched, and again what it watches on each new socket', async () => {
    link = make({ staff: true })
    let arrivals = 0
    link.arrives(() => arrivals++)
    link.panel(true)
    await opened()
    await clock.pass(2_100)
    expect(last().of('beat')).toMatchObject([{ panel: true }])
    link.read('c')
    last().says(resumed(clock, [view([], 2)]))
    expect(arrivals).toBe(1)
    last().close()
    await clock.pass(1_000)
    last().opens()
    last().says(resumed(clock, [view([], 2)]))
    expect(arrivals).toBe(2)
  })

  it('tells its watchers of a change once, so that one of them may stop it', async () => {
    const s = await opened()
    let told = 0
    link.subscribe(() => {
      told++
      link.stop()
    })
    link.stop()
    expect(told).toBe(1)
    expect(s.readyState).toBe(3)
  })
})

describe('what staff are told', () => {
  const staff = async () => {
    link = make({ staff: true })
    return opened()
  }

  it('R84 R318: a chat that came by itself is there with its log', async () => {
    const s = await staff()
    s.says({ type: 'opened', view: { ...view([event(1)]), chat: 'd' } })
    expect(link.timeline('d').events.map((e) => e.seq)).toEqual([1])
  })

  it('R158 R197: what is being asked, the flag and who is in it come beside the log, and go again', async () => {
    const s = await staff()
    const parties = [{ party: 'v', name: 'Mara' }]
    s.says({ type: 'chat', chat: 'c', parties, flag: { text: 'Help', at: 5 } })
    expect(link.timeline('c').chat).toMatchObject({ parties, flag: { text: 'Help' } })
    s.says({ type: 'chat', chat: 'c', parties })
    expect(link.timeline('c').chat?.flag).toBeUndefined()
    s.says({ type: 'chat', chat: 'unknown', parties })
    expect(link.timelines.has('unknown')).toBe(false)
  })

  it('R120 R141: a chat that was let go of stays away, whatever was read of it before', async () => {
    const s = await staff()
    link.read('c')
    const late = s.of('resume').at(-1)?.id
    link.forget('c')
    s.says(resumed(clock, [view([], 2)], { id: late }))
    expect(link.timelines.has('c')).toBe(false)

    link.read('c')
    s.says(resumed(clock, [view([event(1), event(2)])], { id: s.of('resume').at(-1)?.id }))
    expect(link.timeline('c').tail).toBe(2)
  })

  it('R318: a chat that came back while it was read is held', async () => {
    const s = await staff()
    link.read('c')
    link.forget('c')
    s.says({ type: 'opened', view: view([event(1)]) })
    s.says(resumed(clock, [view([event(1), event(2)])], { id: s.of('resume').at(-1)?.id }))
    expect(link.timeline('c').tail).toBe(2)
  })

  it('R141: a chat that is taken from a page that still loads is not opened by what it loads', async () => {
    link = make({ staff: true })
    link.start()
    await settled()
    last().opens()
    link.forget('c')
    last().says(resumed(clock, [view([event(1)])], { id: last().of('resume')[0]?.id }))
    await settled()
    expect(link.timelines.has('c')).toBe(false)
    expect(link.status.state).toBe('open')
  })

  it('a private entry that is missing is asked for after 500 ms', async () => {
    const s = await staff()
    const hidden = (seq: number): ChatEvent => ({ ...event(seq), kind: 'whispered' })
    s.says({ type: 'events', chat: 'c', private: [hidden(2)] })
    const before = s.of('resume').length
    await clock.pass(600)
    expect(s.of('resume').length).toBe(before + 1)
    s.says(resumed(clock, [{ ...view([], 2), private: [hidden(1), hidden(2)] }]))
    expect(link.timeline('c').private.map((e) => e.seq)).toEqual([1, 2])
  })

  it('R123: what is known of the visitor stays when a later page has no room for it', async () => {
    const s = await staff()
    s.says(resumed(clock, [{ ...view([], 2), visitor: { name: 'Mara' } }]))
    s.says(resumed(clock, [view([], 2)]))
    expect(link.timeline('c').chat?.visitor).toEqual({ name: 'Mara' })
  })

  it('R80: says that an offer is in sight, and waits for no answer', async () => {
    const s = await staff()
    link.offered('w')
    await clock.pass(20_000)
    expect(s.of('offered')).toEqual([{ action: 'offered', chat: 'w' }])
  })
})
