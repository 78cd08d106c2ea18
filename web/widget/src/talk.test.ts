// @vitest-environment happy-dom
// What happens to a visitor while she waits and talks: the queue, agents who come and go, time that passes, other pages.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Server } from './fake-server'
import { Air, settle, Tab } from './fake-tab'

let server: Server
let tab: Tab

const ask = async (question = 'Where is my lamp?') => {
  tab.visit.open()
  await settle()
  tab.visit.start('Mara', question)
  await settle()
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_772_366_400_000 })
  vi.stubGlobal('BroadcastChannel', Air)
  localStorage.clear()
  sessionStorage.clear()
  Air.all.clear()
  server = new Server()
  tab = new Tab(server)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the queue', () => {
  it('R98, R99, R100, R106: she asks for her place, is told when it changes, and when there is none to tell', async () => {
    await ask()
    expect(server.of('request')[0]?.position).toBe(true)
    const told = async (place: number, wait: number) => {
      server.place(place, wait)
      await settle()
      return [tab.scene.place, tab.scene.wait]
    }
    expect(await told(2, 170_000)).toEqual([2, 170_000])
    expect(await told(1, 60_000)).toEqual([1, 60_000])
    expect(await told(0, -1)).toEqual([0, -1])
  })
})

describe('who is there', () => {
  beforeEach(async () => {
    await ask()
    server.accept()
    await settle()
  })

  it('R143, R145: passed on, she cannot write until the next one comes; what was said stays under its name', async () => {
    server.say('Ilse knows more.')
    server.goes('handedOn', 'a1')
    await settle()
    expect(tab.scene).toMatchObject({ mode: 'talk', passed: true, names: [] })
    expect(tab.texts.at(-1)).toBe('You are being transferred\u2026')
    server.comes('transferred', 'a2', 'Ilse')
    await settle()
    expect(tab.scene).toMatchObject({ mode: 'talk', passed: false, names: ['Ilse'] })
    expect(tab.texts.at(-1)).toBe('Ilse took over the chat.')
    expect(tab.scene.lines.find((l) => l.text === 'Ilse knows more.')?.name).toBe('Noor K.')
  })

  it('R145: nobody took it, and it is back with the agent who passed it on', async () => {
    server.goes('handedOn', 'a1')
    server.comes('returned', 'a1', 'Noor K.')
    await settle()
    expect(tab.scene).toMatchObject({ passed: false, names: ['Noor K.'] })
    expect(tab.texts.at(-1)).toBe('Noor K. is back.')
  })

  it('R143: an agent who takes it over stands there alone', async () => {
    server.comes('transferred', 'a2', 'Ilse')
    await settle()
    expect(tab.scene.names).toEqual(['Ilse'])
  })

  it('R160, R163: a second agent joins, and leaves', async () => {
    server.comes('joined', 'a2', 'Ilse')
    await settle()
    expect([tab.scene.names, tab.texts.at(-1)]).toEqual([['Noor K.', 'Ilse'], 'Ilse joined the chat.'])
    server.goes('left', 'a2')
    await settle()
    expect([tab.scene.names, tab.texts.at(-1)]).toEqual([['Noor K.'], 'Ilse left the chat.'])
  })

  it('R38: a greeting is a message of the agent', async () => {
    server.happens({ who: 'a1', kind: 'greeted', text: 'Good morning' })
    await settle()
    expect(tab.scene.lines.at(-1)).toMatchObject({ from: 'them', name: 'Noor K.', text: 'Good morning' })
    expect(tab.said.at(-1)).toBe('Noor K.: Good morning')
  })

  it('R145: a chat that nobody took is over, and its conversation stays', async () => {
    server.goes('handedOn', 'a1')
    server.end('agentsUnavailable', 'system')
    await settle()
    expect([tab.scene.mode, tab.texts.at(-1)]).toEqual(['ended', 'The chat has ended.'])
  })

  it.each([
    ['R128', 'clientIdleTimeout', 'system', 'The chat ended because nobody wrote for a while.'],
    ['R189', 'blocked', 'agent', 'Noor K. ended the chat at '],
    ['R189', 'ended', 'agent', 'Noor K. ended the chat at '],
    ['R23', 'agentGone', 'system', 'The chat ended because the agent was cut off.'],
  ] as const)('%s: ended, %s by %s', async (_, reason, by, words) => {
    server.end(reason, by)
    await settle()
    expect(tab.scene.mode).toBe('ended')
    expect(tab.texts.at(-1)?.startsWith(words)).toBe(true)
  })
})

describe('a visitor who does not answer', () => {
  const start = Date.UTC(2026, 2, 1, 12)
  const left = () => tab.scene.ends

  beforeEach(async () => {
    vi.setSystemTime(start)
    await ask()
    server.chat().idle = { warning: 60_000, timeout: 90_000 }
    server.accept()
    await settle()
  })

  it('R124, R126: from an agent\u2019s message on, not before; with a countdown, told once', async () => {
    await vi.advanceTimersByTimeAsync(100_000)
    expect(left()).toBeUndefined()
    server.say('Is it the blue one?')
    await vi.advanceTimersByTimeAsync(59_000)
    expect(left()).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(left()).toBe(30_000)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(left()).toBe(25_000)
    expect(tab.said.filter((text) => text === 'Are you still there?')).toEqual(['Are you still there?'])
  })

  it('R125, R127: her message clears it, and it begins from zero at the next one of the agent', async () => {
    server.say('Is it the blue one?')
    await vi.advanceTimersByTimeAsync(70_000)
    tab.visit.say('yes')
    await vi.advanceTimersByTimeAsync(100_000)
    expect(left()).toBeUndefined()
    server.say('Good.')
    await vi.advanceTimersByTimeAsync(62_000)
    expect(left()).toBe(28_000)
    server.say('Are you there?')
    await settle()
    expect(left()).toBeUndefined()
    await vi.advanceTimersByTimeAsync(61_000)
    expect(left()).toBe(29_000)
  })

  it('R129: off, and there is none of it', async () => {
    delete server.chat().idle
    server.comes('joined', 'a2', 'Ilse')
    server.say('Is it the blue one?')
    await vi.advanceTimersByTimeAsync(200_000)
    expect(left()).toBeUndefined()
  })
})

describe('what is told while she writes', () => {
  const told = () => server.of('typing').map((f) => f.text)

  it('R31: where the agent may, what is written so far is told, at most once a second, and its end', async () => {
    await ask()
    server.chat().peek = true
    server.accept()
    await settle()
    for (const text of ['I', 'I w', 'I wo']) tab.visit.typing(text)
    expect(told()).toEqual(['I'])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(told()).toEqual(['I', 'I wo'])
    await vi.advanceTimersByTimeAsync(5_000)
    tab.visit.say('I wo')
    tab.visit.typing('')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(told()).toEqual(['I', 'I wo', ''])
    const positions = server.of('typing').map((f) => f.position as number)
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b))
    expect(server.of('typing').map((f) => f.on)).toEqual([true, true, false])
  })

  it('R31: where she may not, nothing of the text leaves the page', async () => {
    await ask()
    server.accept()
    await settle()
    tab.visit.typing('my password is')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(told()).toEqual([undefined])
    expect(JSON.stringify(server.frames)).not.toContain('password')
  })
})

describe('the page', () => {
  afterEach(() => history.replaceState(null, '', '/'))

  it('R122: another page is told once, also if it is the next one that is loaded', async () => {
    history.replaceState(null, '', '/lamps')
    await ask()
    server.accept()
    await vi.advanceTimersByTimeAsync(3_000)
    history.pushState(null, '', '/refunds')
    await vi.advanceTimersByTimeAsync(3_000)
    const pages = () => server.of('visit').map((f) => new URL(`${f.page}`).pathname)
    expect(pages()).toEqual(['/refunds'])
    expect(server.of('visit')[0]).not.toHaveProperty('after')
    tab.closes()
    history.replaceState(null, '', '/contact')
    tab = new Tab(server)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(pages()).toEqual(['/refunds', '/contact'])
  })

  it('R122: a tab behind another one is not where she is', async () => {
    await ask()
    server.accept()
    await settle()
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    history.pushState(null, '', '/refunds')
    await vi.advanceTimersByTimeAsync(3_000)
    expect(server.of('visit')).toEqual([])
    hidden.mockRestore()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(server.of('visit').map((f) => new URL(`${f.page}`).pathname)).toEqual(['/refunds'])
  })

  it('R50, R303: she may save the conversation where the site allows it, also after the end', async () => {
    await ask()
    server.accept()
    server.say('Hello Mara')
    await settle()
    expect(tab.scene.keeps).toBeFalsy()
    server.chat().save = true
    server.comes('joined', 'a2', 'Ilse')
    await settle()
    expect(tab.scene.keeps).toBe(true)
    server.end()
    await settle()
    expect([tab.scene.keeps, tab.scene.mode]).toEqual([true, 'ended'])
  })
})
