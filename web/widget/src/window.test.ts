// @vitest-environment happy-dom
// The window as a person finds it: what she has typed, what she is asked, what she hears.

import { beforeEach, describe, expect, it, vi } from 'vitest'
import { facade } from './facade'
import { type Acts, type Line, nothing, type Scene } from './scene'
import { type Parts, parts } from './window'

const talking: Scene = { ...nothing, open: true, mode: 'talk', names: ['Noor K.'] }
const line = (key: string, more: Partial<Line> = {}): Line => ({ key, at: 1, from: 'me', text: key, ...more })

let acts: Record<keyof Acts, ReturnType<typeof vi.fn>>
let p: Parts

const find = <E extends HTMLElement>(what: string): E => p.window.querySelector(what) as E
const click = (words: string, n = 0): void =>
  [...p.window.querySelectorAll('button')].filter((b) => b.textContent === words)[n]?.click()

beforeEach(() => {
  const names = ['open', 'close', 'start', 'say', 'typing', 'retry', 'discard', 'end', 'again', 'keep']
  acts = Object.fromEntries(names.map((n) => [n, vi.fn()])) as typeof acts
  const f = facade(() => {})
  p = parts(acts as unknown as Acts, f)
  f.pill.before(p.peek)
  f.root.append(p.window)
  document.body.replaceChildren(f.host)
})

it('her name stands there as soon as the page tells it, and what she has typed stays', () => {
  p.show({ ...nothing, open: true })
  find<HTMLTextAreaElement>('form textarea').value = 'Where is my lamp?'
  p.show({ ...nothing, open: true, name: 'Mara' })
  p.show({ ...nothing, open: true, name: 'Mara', site: 'Lantern & Loom' })
  click('Start chat')
  expect(acts.start).toHaveBeenCalledWith('Mara', 'Where is my lamp?')
})

it('after a shutdown the form is empty', () => {
  p.show({ ...nothing, open: true, name: 'Mara', question: 'Where is my lamp?' })
  p.show({ ...nothing, mode: 'away' })
  p.show(nothing)
  expect([find<HTMLInputElement>('input').value, find<HTMLTextAreaElement>('form textarea').value]).toEqual(['', ''])
})

it('R117: ending is asked for twice, and may be taken back', () => {
  p.show(talking)
  click('End chat')
  expect(acts.end).not.toHaveBeenCalled()
  expect(p.unask()).toBe(true)
  expect(p.unask()).toBe(false)
  click('End chat')
  click('End chat', 1)
  expect(acts.end).toHaveBeenCalledOnce()
})

it('R101, R103: while she waits there is Cancel, afterwards there is End', () => {
  const shown = () =>
    [...p.window.querySelectorAll('button')].filter((b) => !b.closest('[hidden]')).map((b) => b.textContent)
  p.show({ ...nothing, open: true, mode: 'waiting' })
  expect(shown()).toContain('Cancel chat')
  expect(shown()).not.toContain('End chat')
  p.show(talking)
  expect(shown()).toContain('End chat')
  expect(shown()).not.toContain('Cancel chat')
})

it('R113: markup is text', () => {
  p.show({
    ...talking,
    lines: [line('1', { text: '<img src=x onerror=alert(1)>', from: 'them', name: '<b>Noor</b>' })],
  })
  expect(find('.log').textContent).toContain('<img src=x onerror=alert(1)>')
  expect(find('.log').querySelector('img, b')).toBeNull()
})

it('a line that does not change is not drawn anew, one that does keeps its place', () => {
  p.show({ ...talking, lines: [line('1'), line('2', { state: 'sending' })] })
  const [first, second] = find('.log .in').children
  p.show({ ...talking, lines: [line('1'), line('2'), line('3', { from: 'them', name: 'Noor' })] })
  const now = [...find('.log .in').children]
  expect(now[0]).toBe(first)
  expect(now[1]).not.toBe(second)
  expect(now.map((e) => e.querySelector('.m')?.textContent)).toEqual(['1', '2', '3'])
})

it('a refused line offers to try again or to delete it', () => {
  p.show({ ...talking, lines: [line('1', { state: 'failed', error: 'This is too long.' })] })
  expect(find('.log').textContent).toContain('Not sent. This is too long.')
  click('Try again')
  click('Delete')
  expect(acts.retry).toHaveBeenCalledWith('1')
  expect(acts.discard).toHaveBeenCalledWith('1')
})

it('an empty message is not sent', () => {
  p.show(talking)
  const text = find<HTMLTextAreaElement>('.say textarea')
  for (const value of [' \n ', ' Hello ']) {
    text.value = value
    text.dispatchEvent(new Event('input'))
    find<HTMLFormElement>('.say').requestSubmit()
  }
  expect(acts.say.mock.calls).toEqual([['Hello']])
  expect(text.value).toBe('')
})

describe('while she waits', () => {
  it.each([
    ['R99', 2, 170_000, 'You are number 2 in the queue. About 3 minutes.'],
    ['R100', 1, 20_000, 'You are number 1 in the queue. About 1 minute.'],
    ['R99', 1, -1, 'You are number 1 in the queue.'],
    ['R106', 0, 300_000, 'About 5 minutes.'],
    ['R99, R106', 0, -1, 'We can\u2019t tell yet how long.'],
    ['R99, R106', undefined, undefined, 'We can\u2019t tell yet how long.'],
  ])('%s: place %s, wait %s', (_, place, wait, words) => {
    p.show({ ...nothing, open: true, mode: 'waiting', place, wait })
    const told = find('.mid [role=status]')
    expect(told.querySelector('p')?.textContent).toBe(words)
  })
})

describe('in a chat', () => {
  const text = () => find<HTMLTextAreaElement>('.say textarea')
  const shown = (words: string) =>
    [...p.window.querySelectorAll('button')].some((b) => b.textContent === words && !b.closest('[hidden]') && !b.hidden)

  it('R145: passed on, the composer is shut and says why; what she has written is kept', () => {
    p.show(talking)
    text().value = 'And my rug?'
    text().dispatchEvent(new Event('input'))
    p.show({ ...talking, passed: true })
    expect([text().readOnly, text().placeholder]).toEqual([true, 'You are being transferred\u2026'])
    find<HTMLFormElement>('.say').requestSubmit()
    expect(acts.say).not.toHaveBeenCalled()
    p.show(talking)
    find<HTMLFormElement>('.say').requestSubmit()
    expect(acts.say.mock.calls).toEqual([['And my rug?']])
  })

  it('R126: the warning counts down to the end, and goes', () => {
    const bar = () => [...p.window.querySelectorAll<HTMLElement>('.bar')].find((b) => b.textContent?.includes('still'))
    p.show(talking)
    expect(bar()?.hidden).toBe(true)
    p.show({ ...talking, ends: 65_000 })
    expect(bar()?.hidden).toBe(false)
    expect(bar()?.textContent).toContain('The chat ends in 1:05 if you don\u2019t write.')
    p.show(talking)
    expect(bar()?.hidden).toBe(true)
  })

  it.each([
    ['talk', true, true],
    ['ended', true, true],
    ['talk', false, false],
    ['ended', undefined, false],
    ['waiting', true, false],
  ] as const)('R50: saving in %s, allowed: %s', (mode, keeps, want) => {
    p.show({ ...talking, mode, keeps })
    expect(shown('Save chat')).toBe(want)
  })
})
