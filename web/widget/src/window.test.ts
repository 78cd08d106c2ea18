// @vitest-environment happy-dom
// The window as a person finds it: what she has typed, what she is asked, what she hears.

import { beforeEach, expect, it, vi } from 'vitest'
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
  const names = ['open', 'close', 'start', 'say', 'typing', 'retry', 'discard', 'end', 'again']
  acts = Object.fromEntries(names.map((n) => [n, vi.fn()])) as typeof acts
  p = parts(acts as unknown as Acts)
  document.body.replaceChildren(...p.nodes)
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
