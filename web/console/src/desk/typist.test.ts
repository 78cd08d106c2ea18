import { beforeEach, expect, test } from 'vitest'
import { Typist } from './typist'

let now = 0
let timers: { f: () => void; at: number }[] = []
let told: string[] = []

const clock = {
  now: () => now,
  setTimeout(f: () => void, ms: number) {
    const timer = { f, at: now + ms }
    timers.push(timer)
    return timer
  },
  clearTimeout(t: unknown) {
    timers = timers.filter((x) => x !== t)
  },
}

function pass(ms: number): void {
  now += ms
  for (const t of timers.filter((x) => x.at <= now)) {
    timers = timers.filter((x) => x !== t)
    t.f()
  }
}

const typist = () =>
  new Typist(
    (chat, on, draft) => told.push([chat, on, draft && `${draft.position}:${draft.text}`].join(' ').trim()),
    clock,
  )

beforeEach(() => {
  now = 1000
  timers = []
  told = []
})

test('R114 typing is told once when it begins and each 5 s while it goes on', () => {
  const t = typist()
  for (let i = 0; i < 10; i++) {
    t.wrote('a', `x${i}`)
    pass(1000)
  }
  expect(told).toEqual(['a true', 'a true'])
})

test('R114 it is told that it stopped: after a pause, when the text is gone, when it was sent', () => {
  const t = typist()
  t.wrote('a', 'x')
  pass(6000)
  expect(told).toEqual(['a true', 'a false'])
  t.wrote('a', 'xy')
  t.wrote('a', ' ')
  expect(told.slice(2)).toEqual(['a true', 'a false'])
  t.stop()
  expect(told.length).toBe(4)
})

test('R110 typing in another chat ends it in the first', () => {
  const t = typist()
  t.wrote('a', 'x')
  t.wrote('b', 'y')
  expect(told).toEqual(['a true', 'a false', 'b true'])
})

test('R204 R115 where somebody may see it the text goes along, at most once a second, under rising positions', () => {
  const t = typist()
  t.wrote('a', 'x', true)
  pass(300)
  t.wrote('a', 'xy', true)
  t.wrote('a', 'xyz', true)
  expect(told).toEqual(['a true 1:x'])
  pass(700)
  expect(told).toEqual(['a true 1:x', 'a true 2:xyz'])
  pass(1000)
  expect(told.length).toBe(2)
})

test('R204 a pause leaves what is written in sight; sending it takes it away', () => {
  const t = typist()
  t.wrote('a', 'x', true)
  pass(6000)
  expect(told.at(-1)).toBe('a false 7:x')
  t.wrote('a', 'xy', true)
  t.stop()
  expect(told.at(-1)).toBe('a false 9:')
})

test('R31 where nobody may see it no text leaves', () => {
  const t = typist()
  t.wrote('a', 'secret')
  pass(6000)
  expect(told).toEqual(['a true', 'a false'])
})
