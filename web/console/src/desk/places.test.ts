import { expect, test } from 'vitest'
import { closed, neighbour, opened, restored } from './places'

test('R109 tabs stand in the order of acceptance, and a closed one frees its number', () => {
  const three = ['a', 'b', 'c'].reduce(opened, [])
  expect(three).toEqual([
    { chat: 'a', number: 1 },
    { chat: 'b', number: 2 },
    { chat: 'c', number: 3 },
  ])
  const next = opened(closed(three, 'b'), 'd')
  expect(next.map((p) => p.chat + p.number)).toEqual(['a1', 'c3', 'd2'])
})

test('R110 a chat has one tab, however often it is opened', () => {
  const one = opened([], 'a')
  expect(opened(one, 'a')).toBe(one)
})

test('R22 after a reload the tabs come back in their order with their numbers', () => {
  const stored = [
    { chat: 'b', number: 2 },
    { chat: 'gone', number: 1 },
    { chat: 'a', number: 3 },
  ]
  const chats = [
    { chat: 'a', acceptedAt: 1 },
    { chat: 'late', acceptedAt: 9 },
    { chat: 'b', acceptedAt: 2 },
    { chat: 'new', acceptedAt: 5 },
  ]
  expect(restored(stored, chats).map((p) => p.chat + p.number)).toEqual(['b2', 'a3', 'new1', 'late4'])
})

test('R120 a closed tab gives way to its neighbour', () => {
  const three = ['a', 'b', 'c'].reduce(opened, [])
  expect([neighbour(three, 'a'), neighbour(three, 'b'), neighbour(three, 'c')]).toEqual(['b', 'c', 'b'])
  expect(neighbour(opened([], 'a'), 'a')).toBeUndefined()
})
