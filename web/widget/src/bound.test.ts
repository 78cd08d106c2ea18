// @vitest-environment happy-dom
// What of the page follows who is there.

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { bound, show } from './bound'

const page = (online: string, offline = online): void => {
  document.body.innerHTML = `<a id="on" data-switchboard-online="${online}" hidden></a><a id="off" data-switchboard-offline="${offline}"></a>`
}
const shown = (): string[] => [...document.querySelectorAll('a')].filter((e) => !e.hidden).map((e) => e.id)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

it.each([
  ['button:support', { buttons: { support: true } }, ['on']],
  ['button:support', { buttons: { support: false } }, ['off']],
  ['button:support', { buttons: { sales: true } }, ['off']],
  ['agent:noor', { agents: { noor: true } }, ['on']],
  ['agent:noor', { buttons: { noor: true } }, ['off']],
  ['agent:noor button:support', { buttons: { support: false }, agents: { noor: true } }, ['on']],
  ['agent:noor button:support', { buttons: { support: true }, agents: { noor: false } }, ['on']],
  ['agent:noor button:support', { buttons: { support: false }, agents: { noor: false } }, ['off']],
])('R60: %s with %j', (who, there, want) => {
  page(who)
  show(there)
  expect(shown()).toEqual(want)
})

it('R59: it is looked again each 30 s while the page is seen, and kept when nothing answers', async () => {
  let answer: object | undefined = { buttons: { support: false } }
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    if (!answer) throw new Error('no network')
    return new Response(JSON.stringify(answer))
  })
  page('button:support')
  const told: unknown[] = []
  bound('https://api.example', 'demo', (name, there) => told.push([name, there]))
  await vi.advanceTimersByTimeAsync(0)
  expect(shown()).toEqual(['off'])
  answer = { buttons: { support: true } }
  await vi.advanceTimersByTimeAsync(30_000)
  expect(shown()).toEqual(['on'])
  answer = undefined
  await vi.advanceTimersByTimeAsync(30_000)
  expect(shown()).toEqual(['on'])
  expect(new Set(asked)).toEqual(new Set(['https://api.example/availability?deployment=demo']))
  expect(told).toEqual([
    ['availability', { buttons: { support: false } }],
    ['availability', { buttons: { support: true } }],
  ])
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
  const before = asked.length
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked.slice(before)).toEqual([])
  hidden.mockRestore()
})

it('P9: a page without such an element asks nothing', async () => {
  const fetch = vi.fn()
  vi.stubGlobal('fetch', fetch)
  bound('https://api.example', 'demo', () => {})
  await vi.advanceTimersByTimeAsync(120_000)
  expect(fetch).not.toHaveBeenCalled()
})
