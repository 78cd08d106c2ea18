import { expect, test, vi } from 'vitest'
import { createApi, sendLeave } from './api'
import { parseConfig } from './config'
import { keep, outbox, recall } from './outbox'
import { afterRefusal, mayWork } from './session'
import { serveTimers, workerClock } from './ticker'

const config = { api: 'https://api.example/stage/', issuer: 'https://id.example', clientId: 'console' }
const answer = (status: number, body: unknown) => vi.fn(async () => new Response(JSON.stringify(body), { status }))

test('the configuration is checked, and what is wrong with it is named', () => {
  expect(parseConfig(config).api).toBe('https://api.example/stage')
  expect(parseConfig({ ...config, more: true }).clientId).toBe('console')
  expect(() => parseConfig({ ...config, issuer: 'nowhere' })).toThrow(/issuer/)
  expect(() => parseConfig(undefined)).toThrow()
})

test('R8 who belongs to no group that works here may not open the console', () => {
  expect(mayWork(['agent'])).toBe(true)
  expect(mayWork(['somebody', 'administrator'])).toBe(true)
  expect(mayWork(['visitor'])).toBe(false)
  expect(mayWork([])).toBe(false)
})

test('F51 who is disabled is told so and not to sign in again; who has no valid sign-in is', () => {
  expect(afterRefusal('forbidden')).toBe('shutOut')
  expect(afterRefusal('unauthorized')).toBe('expired')
})

test('a call carries the token, and a refusal the server’s words', async () => {
  const get = answer(403, { kind: 'forbidden', message: 'You are no agent.' })
  const api = createApi({ api: 'https://a' }, async () => 'tok', get)
  await expect(api.me()).rejects.toMatchObject({ kind: 'forbidden', message: 'You are no agent.', status: 403 })
  expect(get).toHaveBeenCalledWith('https://a/agent/me', { method: 'GET', headers: { Authorization: 'Bearer tok' } })
})

test('without a sign-in nothing is asked; without an answer it is unreachable; an answer of another shape is refused', async () => {
  const get = answer(200, { person: 1 })
  await expect(createApi({ api: 'https://a' }, async () => undefined, get).me()).rejects.toMatchObject({
    kind: 'unauthorized',
  })
  expect(get).not.toHaveBeenCalled()
  await expect(createApi({ api: 'https://a' }, async () => 't', get).me()).rejects.toMatchObject({ kind: 'internal' })
  const dead = () => Promise.reject(new TypeError('failed'))
  await expect(createApi({ api: 'https://a' }, async () => 't', dead).me()).rejects.toMatchObject({
    kind: 'unreachable',
  })
  const html = async () => new Response('<h1>Bad gateway</h1>', { status: 502 })
  await expect(createApi({ api: 'https://a' }, async () => 't', html).me()).rejects.toMatchObject({
    kind: 'internal',
    status: 502,
  })
})

test('R310 transcripts are asked for page by page', async () => {
  const get = answer(200, { transcripts: [], next: '5' })
  const api = createApi({ api: 'https://a' }, async () => 't', get)
  expect(await api.transcripts('1 2')).toEqual({ transcripts: [], next: '5' })
  expect(get).toHaveBeenCalledWith('https://a/transcripts?limit=50&before=1%202', expect.anything())
})

test('R17 the notice of the last window outlives the page', () => {
  const get = vi.fn(async (_: RequestInfo | URL, __?: RequestInit) => new Response(null, { status: 204 }))
  sendLeave({ api: 'https://a' }, 'tok', 'tab-1', get)
  const [address, init] = get.mock.calls[0] ?? []
  expect(address).toBe('https://a/agent/leave')
  expect(init).toMatchObject({ method: 'POST', keepalive: true, body: '{"tab":"tab-1"}' })
})

test('R22 what was not sent yet survives a reload; a storage that refuses costs nothing', () => {
  const map = new Map<string, string>()
  const store = {
    getItem: (k: string) => map.get(k) ?? null,
    setItem: (k: string, v: string) => void map.set(k, v),
    removeItem: (k: string) => void map.delete(k),
  }
  outbox(store).save([{ chat: 'c', id: '1', text: 'later' }])
  expect(outbox(store).load()).toEqual([{ chat: 'c', id: '1', text: 'later' }])
  outbox(store).save([])
  expect(map.size).toBe(0)
  map.set('k', '{')
  expect(recall(store, 'k')).toBeUndefined()
  const full = {
    ...store,
    setItem: () => {
      throw new Error('full')
    },
  }
  expect(() => keep(full, 'k', 1)).not.toThrow()
})

/** Two ports: what one posts, the other hears. */
function ports() {
  const ears: Record<'page' | 'worker', ((e: { data: unknown }) => void)[]> = { page: [], worker: [] }
  const port = (own: 'page' | 'worker', other: 'page' | 'worker') => ({
    postMessage: (data: unknown) => {
      for (const f of ears[other]) f({ data })
    },
    addEventListener: (_: 'message', f: (e: { data: unknown }) => void) => void ears[own].push(f),
  })
  return { page: port('page', 'worker'), worker: port('worker', 'page') }
}

test('timers of the lease ring in a worker, once, and not after they were cleared', () => {
  vi.useFakeTimers()
  const { page, worker } = ports()
  serveTimers(worker)
  const clock = workerClock(page)
  const rang: string[] = []
  clock.setTimeout(() => rang.push('a'), 100)
  const b = clock.setTimeout(() => rang.push('b'), 50)
  clock.clearTimeout(b)
  clock.clearTimeout(undefined)
  vi.advanceTimersByTime(1000)
  expect(rang).toEqual(['a'])
  vi.useRealTimers()
})
