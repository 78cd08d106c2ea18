import { expect, test } from 'vitest'
import { chatOf, mara, NOW } from '../gallery/people'
import type { OpenChat } from './desk'
import { hasEnded, idleLeft, isClosed, lit, unansweredSince, visitorWroteAt } from './lamp'

const MINUTE = 60_000
const chat = (...said: [string, number, string][]) => critical(chatOf('c', mara, 30, said))
const critical = (c: OpenChat, ms?: number): OpenChat => ({ ...c, view: c.view && { ...c.view, critical: ms } })

test('R132 a turn without an answer counts from its first message', () => {
  const c = chat(['a1', 9, 'hello'], ['v', 5, 'one'], ['v', 2, 'two'])
  expect(unansweredSince(c.events)).toBe(NOW - 5 * MINUTE)
  expect(visitorWroteAt(c.events)).toBe(NOW - 2 * MINUTE)
  expect(lit(c, NOW)).toEqual({ lamp: 'new', waits: 5 * MINUTE })
})

test('R130 R131 half the critical wait warns, all of it alerts, an answer ends it', () => {
  const c = chat(['v', 4, 'hello?'])
  expect(lit(critical(c, 6 * MINUTE), NOW - MINUTE - 1).lamp).toBe('new')
  expect(lit(critical(c, 8 * MINUTE), NOW).lamp).toBe('warn')
  expect(lit(critical(c, 4 * MINUTE), NOW).lamp).toBe('crit')
  const answered = critical(chat(['v', 4, 'hello?'], ['a1', 1, 'yes']), 4 * MINUTE)
  expect(lit(answered, NOW)).toEqual({ lamp: 'quiet', waits: 0 })
  expect(lit(chat(['v', 4, 'hello?']), NOW).lamp).toBe('new')
})

test('R118 an ended chat has the square lamp and rings no more', () => {
  const c = chatOf('c', mara, 30, [['v', 20, 'hello?']], { at: NOW })
  expect(lit(critical(c, MINUTE), NOW)).toEqual({ lamp: 'end', waits: 0 })
  expect(hasEnded(c)).toBe(true)
  expect(isClosed(c)).toBe(false)
  expect(isClosed({ ...c, private: [{ seq: 1, at: NOW, who: 'system', kind: 'closed' }] })).toBe(true)
})

test('R130 a greeting is no answer, and a chat without a critical wait never alerts', () => {
  const c = critical(chat(['v', 4, 'hello?']), 2 * MINUTE)
  const greeted = { seq: 4, at: NOW - MINUTE, who: 'a1', kind: 'greeted', text: 'Hello' }
  expect(lit({ ...c, events: [...c.events, greeted] }, NOW).lamp).toBe('crit')
  expect(lit(critical(c, 0), NOW).lamp).toBe('new')
})

test('while a colleague is asked the lamp of an answered chat says so', () => {
  const c = chat(['a1', 1, 'hello'])
  const invite = { kind: 'transfer', to: 'agent', target: 'ilse', at: NOW, until: NOW } as const
  expect(lit({ ...c, view: c.view && { ...c.view, invite } }, NOW).lamp).toBe('move')
})

test('R124 R126 R127 she is told that the visitor is silent from the warning on, until either of them writes', () => {
  const idle = { warning: MINUTE, timeout: 3 * MINUTE }
  const silent = (...said: [string, number, string][]) => {
    const c = chat(...said)
    return { ...c, view: c.view && { ...c.view, idle } }
  }
  expect(idleLeft(silent(['a1', 2, 'are you there?']), NOW)).toBe(MINUTE)
  expect(idleLeft(silent(['a1', 0.5, 'are you there?']), NOW)).toBeUndefined()
  expect(idleLeft(silent(['a1', 2, 'are you there?'], ['v', 1.5, 'yes']), NOW)).toBeUndefined()
  expect(idleLeft(silent(['a1', 2.5, 'hello?'], ['a1', 0.2, 'hello??']), NOW)).toBeUndefined()
  expect(idleLeft(silent(), NOW)).toBeUndefined()
  expect(idleLeft(chat(['a1', 2, 'hello?']), NOW)).toBeUndefined()
})
