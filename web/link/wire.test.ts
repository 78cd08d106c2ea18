// Sockets that never open, die without a word or are refused: the link notices, and nothing is lost meanwhile.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { event, FakeSocket, Hands, last, resumed, settled, view } from './fakes'
import { createLink, type Link, Refused } from './link'

let clock: Hands
let link: Link
let tickets: number
let ticket: () => Promise<{ ticket: string; socket: string }>

const make = (options: object = {}) =>
  createLink({
    ticket: () => ticket(),
    clock,
    random: () => 0.5,
    WebSocketCtor: FakeSocket as unknown as { new (u: string, p: string[]): WebSocket },
    ...options,
  })

const answered = async () => {
  last().opens()
  last().says(resumed(clock, [view([event(1), event(2)])]))
  await settled()
  return last()
}

const opened = async () => {
  link.start()
  await settled()
  return answered()
}

beforeEach(() => {
  FakeSocket.all = []
  clock = FakeSocket.server = new Hands()
  tickets = 0
  ticket = async () => ({ ticket: `t${++tickets}`, socket: 'ws://x/local' })
  link = make()
})
afterEach(() => vi.unstubAllGlobals())

describe('a socket that is of no use', () => {
  it('F11: one that does not answer within 10 s is given up for another', async () => {
    link.start()
    await settled()
    last().opens()
    await clock.pass(9_900)
    expect([FakeSocket.all.length, link.status.state]).toEqual([1, 'connecting'])
    await clock.pass(1_000)
    expect(FakeSocket.all.length).toBe(2)
    expect(FakeSocket.all[0]?.readyState).toBe(3)
    await answered()
    expect(link.status.state).toBe('open')
  })

  it('F7: one on which two sends in turn stay unanswered is dead; the next one gets the message, under its id', async () => {
    FakeSocket.server = undefined
    const s = await opened()
    await clock.pass(10)
    const id = link.say('c', 'one')
    await clock.pass(16_100)
    expect(s.of('message').map((f) => f.id)).toEqual([id, id])
    expect(s.readyState).toBe(3)
    await clock.pass(1_000)
    const next = await answered()
    expect(next).not.toBe(s)
    expect(next.of('message')).toMatchObject([{ id, text: 'one' }])
  })

  it('one that says anything at all is not dead, even if it does not answer', async () => {
    const s = await opened()
    link.say('c', 'one')
    for (let i = 0; i < 8; i++) {
      await clock.pass(4_000)
      s.says({ type: 'typing', chat: 'c', who: 'a1', on: true })
    }
    expect(s.readyState).not.toBe(3)
    expect(s.of('message').length).toBe(5)
  })

  it('F10: two beats without an answer end it, so an agent keeps her lease', async () => {
    FakeSocket.server = undefined
    link = make({ staff: true })
    const s = await opened()
    await clock.pass(2_000)
    await clock.pass(15_000)
    expect([s.of('beat').length, s.readyState]).toEqual([2, 1])
    await clock.pass(15_000)
    expect(s.readyState).toBe(3)
  })

  it('what the browser says of the network is believed: offline at once, and back at once', async () => {
    const ears = new EventTarget()
    vi.stubGlobal('addEventListener', ears.addEventListener.bind(ears))
    vi.stubGlobal('removeEventListener', ears.removeEventListener.bind(ears))
    ticket = async () => {
      if (tickets++) throw new Error('no network')
      return { ticket: 't', socket: 'ws://x/local' }
    }
    await opened()
    ears.dispatchEvent(new Event('offline'))
    expect(link.status.state).toBe('offline')
    await clock.pass(60_000)
    const before = tickets
    ears.dispatchEvent(new Event('online'))
    expect(tickets).toBe(before + 1)
    link.stop()
    await settled()
    ears.dispatchEvent(new Event('online'))
    expect(tickets).toBe(before + 1)
  })
})

describe('what is told of the connection', () => {
  it('an absence has one beginning, however often it is tried to end it', async () => {
    const s = await opened()
    s.close()
    const { since } = link.status
    for (let i = 0; i < 3; i++) {
      await clock.pass(10_000)
      last().close()
    }
    expect(link.status).toMatchObject({ state: 'offline', since })
  })

  it('S2: a ticket that is refused for good ends the attempts, with the reason; start begins anew', async () => {
    ticket = async () => {
      tickets++
      throw new Refused('Sign in again.')
    }
    link.start()
    await clock.pass(600_000)
    expect([tickets, link.status.state, link.status.error]).toEqual([1, 'refused', 'Sign in again.'])
    ticket = async () => ({ ticket: 't', socket: 'ws://x/local' })
    await opened()
    expect(link.status.state).toBe('open')
  })

  it('F51: an expired identity gets a new ticket, and the message goes through once', async () => {
    const s = await opened()
    const id = link.say('c', 'one')
    s.says({ type: 'error', re: 'message', id, chat: 'c', kind: 'unauthorized', message: '' })
    expect(s.readyState).toBe(3)
    await clock.pass(1_000)
    const next = await answered()
    expect(tickets).toBe(2)
    expect(next.of('message').map((f) => f.id)).toEqual([id])
  })

  it.each(['limited', 'internal'])(
    'F18: %s is waited out with a longer pause each time, under the same id',
    async (kind) => {
      const s = await opened()
      const id = link.say('c', 'one')
      for (const pause of [1_000, 2_000, 4_000]) {
        const sent = s.of('message').length
        s.says({ type: 'error', re: 'message', id, chat: 'c', kind, message: '' })
        await clock.pass(pause - 10)
        expect(s.of('message').length).toBe(sent)
        await clock.pass(20)
        expect(s.of('message').length).toBe(sent + 1)
      }
      expect(new Set(s.of('message').map((f) => f.id))).toEqual(new Set([id]))
    },
  )
})

describe('what only staff have', () => {
  it('the private log, in its order and without doubles; a visitor’s timeline has none', async () => {
    const hidden = (seq: number) => ({ ...event(seq), kind: 'declined', name: 'Ilse' })
    for (const staff of [true, false]) {
      link = make({ staff })
      const s = await opened()
      s.says({ type: 'events', chat: 'c', private: [hidden(2), hidden(1)] })
      s.says({ type: 'events', chat: 'c', private: [hidden(2)] })
      expect(link.timeline('c').private.map((e) => e.seq)).toEqual(staff ? [1, 2] : [])
    }
  })

  it('letting go of a chat gives up what waits in it, and forgets it', async () => {
    link = make({ staff: true })
    const s = await opened()
    const answer = link.change({ action: 'close', chat: 'c' })
    link.forget('c')
    await expect(answer).rejects.toMatchObject({ kind: 'gone' })
    expect(link.timelines.has('c')).toBe(false)
    await clock.pass(20_000)
    expect(s.of('close').length).toBe(1)
  })
})
