import { expect, test } from 'vitest'
import { chatOf, mara, NOW } from '../gallery/people'
import { hasEnded, isClosed, lit, unansweredSince, visitorWroteAt } from './lamp'

const MINUTE = 60_000
const chat = (...said: [string, number, string][]) => chatOf('c', mara, 30, said)

test('R132 a turn without an answer counts from its first message', () => {
  const c = chat(['a1', 9, 'hello'], ['v', 5, 'one'], ['v', 2, 'two'])
  expect(unansweredSince(c.events)).toBe(NOW - 5 * MINUTE)
  expect(visitorWroteAt(c.events)).toBe(NOW - 2 * MINUTE)
  expect(lit(c, NOW)).toEqual({ lamp: 'new', waits: 5 * MINUTE })
})

test('R130 R131 half the critical wait warns, all of it alerts, an answer ends it', () => {
  const c = chat(['v', 4, 'hello?'])
  expect(lit(c, NOW - MINUTE - 1, 360).lamp).toBe('new')
  expect(lit(c, NOW, 480).lamp).toBe('warn')
  expect(lit(c, NOW, 240).lamp).toBe('crit')
  expect(lit(chat(['v', 4, 'hello?'], ['a1', 1, 'yes']), NOW, 240)).toEqual({ lamp: 'quiet', waits: 0 })
})

test('R118 an ended chat has the square lamp and rings no more', () => {
  const c = chatOf('c', mara, 30, [['v', 20, 'hello?']], { at: NOW })
  expect(lit(c, NOW, 60)).toEqual({ lamp: 'end', waits: 0 })
  expect(hasEnded(c)).toBe(true)
  expect(isClosed(c)).toBe(false)
  expect(isClosed({ ...c, private: [{ seq: 1, at: NOW, who: 'system', kind: 'closed' }] })).toBe(true)
})
