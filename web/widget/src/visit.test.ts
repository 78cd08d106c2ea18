// @vitest-environment happy-dom
// A visit from end to end, over reloads and other tabs, against a server that can be seen through.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Server } from './fake-server'
import { Air, settle, Tab } from './fake-tab'
import { nothing } from './scene'

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

describe('before a chat', () => {
  it('P9: nothing is asked before she opens, nothing is opened before she asks', async () => {
    await settle()
    expect([server.asked, server.secrets, server.sockets]).toEqual([0, [], []])
    tab.visit.open()
    await settle()
    expect([server.asked, server.secrets, server.sockets]).toEqual([1, [], []])
    expect(localStorage.length).toBe(0)
    expect(tab.scene).toMatchObject({ mode: 'before', open: true, site: 'Lantern & Loom' })
  })

  it('R54, R59: nobody is there; when somebody comes the form comes back by itself', async () => {
    for (const b of server.deployment.buttons) b.available = false
    tab.visit.open()
    await settle()
    expect(tab.scene.mode).toBe('away')
    expect(tab.told).toContain('unavailable')
    for (const b of server.deployment.buttons) b.available = true
    await vi.advanceTimersByTimeAsync(30_000)
    expect(tab.scene.mode).toBe('before')
  })

  it('a refused request is told, and what she wrote is kept', async () => {
    server.refuse.request = 'Too many requests from here.'
    await ask()
    expect(tab.scene).toMatchObject({ mode: 'before', error: 'Too many requests from here.', name: 'Mara' })
    expect(tab.scene.question).toBe('Where is my lamp?')
  })
})

describe('a chat', () => {
  it('R97, R112, R37: she waits, talks with Noor under the name she may know, and writes', async () => {
    await ask()
    expect(tab.scene).toMatchObject({ mode: 'waiting', names: [] })
    server.accept()
    server.say('Hello Mara')
    await settle()
    tab.visit.say('Hello')
    expect(tab.scene.lines.at(-1)?.state).toBeUndefined() // not drawn yet
    await settle()
    expect(tab.scene).toMatchObject({ mode: 'talk', names: ['Noor K.'] })
    expect(tab.texts).toEqual(['Where is my lamp?', 'Noor K. joined the chat.', 'Hello Mara', 'Hello'])
    expect(tab.scene.lines.map((l) => l.from)).toEqual(['me', 'note', 'them', 'me'])
  })

  it('R12, R67: secret and visitor key are two things; the secret has 256 bits and goes to the ticket alone', async () => {
    await ask()
    const [secret = ''] = server.secrets
    expect(secret).toMatch(/^[\w-]{43}$/)
    const [request] = server.of('request')
    expect(request?.visitorKey).toMatch(/^[\w-]{22}$/)
    expect(JSON.stringify(server.frames)).not.toContain(secret)
    expect(server.sockets.map((s) => s.url)).toEqual(['wss://chat.example'])
    server.end()
    await settle()
    tab.visit.again()
    await ask('And my rug?')
    expect(server.secrets.at(-1)).not.toBe(secret)
    expect(server.of('request')[1]?.visitorKey).toBe(request?.visitorKey)
  })

  it.each(['agentsUnavailable', 'queueFull', 'blocked'])('R63, R64, R104: %s looks the same to her', async (reason) => {
    await ask()
    server.end(reason, 'system')
    await settle()
    expect(tab.scene.mode).toBe('away')
    expect(localStorage.getItem('switchboard.demo.chat')).toBe('null')
  })

  it('R101: she cancels while she waits', async () => {
    await ask()
    tab.visit.end()
    await settle()
    expect(tab.scene.mode).toBe('ended')
    expect(tab.texts.at(-1)).toBe('You cancelled the chat.')
  })

  it('R101: cancelled before it is known, it is ended as soon as it is', async () => {
    server.mute.add('request')
    await ask()
    tab.visit.end()
    expect(tab.scene.mode).toBe('before')
    server.mute.clear()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(server.chat().state).toBe('ended')
    expect(server.of('request').map((f) => f.id)).toEqual(Array(2).fill(server.of('request')[0]?.id))
  })

  it('R116, R117: it says who ended it, and the next chat begins anew', async () => {
    await ask()
    server.accept()
    server.end()
    await settle()
    expect(tab.texts.at(-1)).toMatch(/^Noor K\. ended the chat at /)
    tab.visit.again()
    await settle()
    expect(tab.scene).toMatchObject({ mode: 'before', name: 'Mara', question: '', lines: [] })
  })

  it('a message that is refused can be tried again, or deleted', async () => {
    await ask()
    server.accept()
    server.refuse.message = 'This is too long.'
    await settle()
    tab.visit.say('one')
    await settle()
    const failed = tab.scene.lines.at(-1)
    expect(failed).toMatchObject({ text: 'one', state: 'failed', error: 'This is too long.' })
    tab.visit.discard(failed?.key ?? '')
    await settle()
    expect(tab.texts).not.toContain('one')
    tab.visit.say('two')
    await settle()
    server.refuse = {}
    tab.visit.retry(tab.scene.lines.at(-1)?.key ?? '')
    await settle()
    expect(
      server
        .chat()
        .events.filter((e) => e.kind === 'said')
        .map((e) => e.text),
    ).toEqual(['two'])
  })

  it('while the window is closed news are counted and read out; what she says herself is not', async () => {
    await ask()
    server.accept()
    await settle()
    tab.visit.say('Hello')
    tab.visit.close()
    server.say('Hello Mara')
    server.say('It is on its way.')
    await settle()
    expect(tab.scene).toMatchObject({ open: false, news: 2 })
    expect(tab.said).toEqual(['Noor K. joined the chat.', 'Noor K.: Hello Mara', 'Noor K.: It is on its way.'])
    tab.visit.open()
    expect(tab.scene.news).toBe(0)
  })

  it('typing is told when it begins, each 5 s while it goes on, and when the text is gone', async () => {
    await ask()
    server.accept()
    await settle()
    const told = () => server.of('typing').map((f) => f.on)
    for (const text of ['a', 'ab', 'abc']) tab.visit.typing(text)
    expect(told()).toEqual([true])
    await vi.advanceTimersByTimeAsync(5_000)
    tab.visit.typing('abcd')
    tab.visit.typing('')
    tab.visit.typing('')
    expect(told()).toEqual([true, true, false])
  })
})

describe('reloads and other tabs', () => {
  const reload = async () => {
    tab.closes()
    tab = new Tab(server)
    await settle()
  }

  it('R17, R283: a reload in the middle brings the conversation back, and reads nothing out twice', async () => {
    await ask()
    server.accept()
    server.say('Hello Mara')
    await settle()
    await reload()
    expect(tab.scene).toMatchObject({ mode: 'talk', open: true })
    expect(tab.texts).toEqual(['Where is my lamp?', 'Noor K. joined the chat.', 'Hello Mara'])
    expect(tab.said).toEqual([])
  })

  it('F50: a reload before the answer asks again, with the same id and secret', async () => {
    server.mute.add('request')
    await ask()
    await reload()
    server.mute.clear()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(new Set(server.of('request').map((f) => f.id)).size).toBe(1)
    expect(new Set(server.secrets).size).toBe(1)
    expect(tab.scene.mode).toBe('waiting')
  })

  it('Q7: what was said and not confirmed is said after the reload, once', async () => {
    await ask()
    server.accept()
    await settle()
    server.mute.add('message')
    tab.visit.say('and blue, please')
    await settle()
    server.mute.clear()
    await reload()
    expect(
      server
        .chat()
        .events.filter((e) => e.kind === 'said')
        .map((e) => e.text),
    ).toEqual(['and blue, please'])
  })

  it('R102: the page that closes says so, unless another tab goes on', async () => {
    await ask()
    const other = new Tab(server)
    await settle()
    tab.visit.bye()
    expect(server.left).toEqual([])
    await settle()
    other.visit.bye()
    expect(server.left).toEqual([[server.secrets[0], 'c1']])
  })

  it('F49: a chat begun in one tab is in the other one too, over a socket of its own', async () => {
    const other = new Tab(server)
    await ask()
    server.accept()
    await settle()
    other.visit.say('from the other tab')
    await settle()
    expect(tab.texts).toEqual(other.texts)
    expect(tab.texts.at(-1)).toBe('from the other tab')
    expect(server.sockets.map((s) => s.secret)).toEqual(Array(2).fill(server.secrets[0]))
  })

  it('a chat that nobody knows any more is forgotten', async () => {
    await ask()
    tab.closes()
    const secret = server.secrets[0]
    server = new Server()
    tab = new Tab(server)
    await settle()
    expect(server.secrets).toEqual([secret])
    expect(tab.scene.mode).toBe('before')
  })

  it('shutdown leaves nothing of her in any tab', async () => {
    tab.visit.identify({ name: 'Mara' })
    const other = new Tab(server)
    await ask()
    tab.visit.shutdown()
    await settle()
    for (const t of [tab, other]) expect(t.scene).toEqual({ ...nothing, open: false, news: 0, error: '' })
    expect(Object.values({ ...localStorage }).filter((v) => v !== 'null')).toEqual([])
    expect(server.sockets.every((s) => s.readyState === 3)).toBe(true)
  })
})
