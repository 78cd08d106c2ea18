// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { chatOf, mara, noor } from '../gallery/people'
import { draft, drop, put, remember, remembered, restore, select, stand, start, useDesk } from './desk'

beforeEach(() => {
  sessionStorage.clear()
  useDesk.setState(start, true)
})

test('R110 each chat has its own draft, and an emptied one is none', () => {
  draft('a', 'for a')
  draft('b', 'for b')
  draft('a', '')
  expect(useDesk.getState().drafts).toEqual({ b: 'for b' })
})

test('of two standings the one with the higher rev is shown, in whichever order they come', () => {
  stand({ ...noor, rev: 5, load: 2 })
  stand({ ...noor, rev: 4, load: 1 })
  stand(undefined)
  expect(useDesk.getState().screen?.load).toBe(2)
})

test('R22 a reload brings back order, choice and drafts', () => {
  const stop = remember()
  for (const id of ['a', 'b', 'c']) put(chatOf(id, mara, 10, []))
  select('b')
  draft('c', 'half a sentence')
  stop()
  useDesk.setState({ ...start, ...remembered() }, true)
  restore([chatOf('c', mara, 1, []), chatOf('a', mara, 9, []), chatOf('b', mara, 5, [])])
  const s = useDesk.getState()
  expect(s.places.map((p) => p.chat)).toEqual(['a', 'b', 'c'])
  expect([s.active, s.drafts.c]).toEqual(['b', 'half a sentence'])
})

test('R22 without a chosen tab the first one is shown', () => {
  restore([chatOf('late', mara, 1, []), chatOf('early', mara, 9, [])])
  expect(useDesk.getState().active).toBe('early')
})

test('R120 dropping the tab in front shows its neighbour, another one changes nothing', () => {
  for (const id of ['a', 'b', 'c']) put(chatOf(id, mara, 10, []))
  select('b')
  drop('a')
  expect(useDesk.getState().active).toBe('b')
  drop('b')
  expect(useDesk.getState().active).toBe('c')
})
