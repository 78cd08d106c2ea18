import { expect, test } from 'vitest'
import { list } from '../gallery/records'
import { found, sorted } from './sort'

const ids = (rows: typeof list) => rows.map((r) => r.chat)

test('R310 the newest request stands first, and the oldest when turned', () => {
  const down = sorted([...list].reverse(), { by: 'requestedAt', down: true })
  expect(ids(down)).toEqual(ids(list))
  expect(ids(sorted(list, { by: 'requestedAt', down: false }))).toEqual(ids(list).reverse())
})

test('R310 a column sorts by its values, unanswered chats as shorter than all, equals by age', () => {
  const byLength = sorted(list, { by: 'chatDuration', down: false })
  expect(byLength.slice(0, 4).map((t) => t.chatDuration)).toEqual([null, null, null, 252])
  expect(ids(byLength.slice(0, 3))).toEqual(['t3', 't8', 't10'])
  const byCount = sorted(list, { by: 'messages', down: true }).map((t) => t.agentMessages + t.visitorMessages)
  expect(byCount).toEqual([...byCount].sort((a, b) => b - a))
})

test('R310 the search finds rows that have every word, in whichever column', () => {
  expect(ids(found(list, 'noor billing'))).toEqual(['t1', 't12'])
  expect(ids(found(list, '00000116'))).toEqual(['t3'])
  expect(found(list, '  ')).toBe(list)
  expect(found(list, 'noor nowhere')).toEqual([])
})
