import { expect, test } from 'vitest'
import type { Waiting } from '../../../link/link'
import { folded, hinted, listed, offered, oldest, over, phased, type Row, STILL } from './waiting'

const request = (chat: string, requestedAt: number): Waiting => ({
  chat,
  button: 'support',
  buttonName: 'Support',
  site: 'Shop',
  requestedAt,
  after: 1,
})
const names = (rows: Row[]) => rows.map((r) => `${r.request.chat} ${r.phase}`)

test('R107 R73 the oldest request stands first, in whichever order the hints come', () => {
  const rows = hinted(hinted([], request('late', 20), false), request('early', 10), false)
  expect(names(rows)).toEqual(['early waiting', 'late waiting'])
  expect(oldest(rows)?.request.chat).toBe('early')
})

test('R107 under a hand a new request goes to the end, and to its place when the hand is gone', () => {
  const rows = hinted(hinted([], request('late', 20), true), request('early', 10), true)
  expect(names(rows)).toEqual(['late waiting', 'early waiting'])
  expect(names(folded(rows, false, 0))).toEqual(['early waiting', 'late waiting'])
})

test('R71 a hint that comes twice is one row', () => {
  const once = hinted([], request('a', 1), false)
  expect(hinted(once, request('a', 1), false)).toBe(once)
})

test('R72 a row that a colleague took says who, keeps its place, and folds after its time without a hand', () => {
  let rows = listed([], [request('a', 1), request('b', 2)], false, 0)
  rows = over(rows, 'a', 'taken', 100, 'Ilse')
  expect(names(rows)).toEqual(['a taken', 'b waiting'])
  expect(rows[0]?.by).toBe('Ilse')
  expect(folded(rows, false, 100 + STILL - 1)).toBe(rows)
  expect(folded(rows, true, 100 + STILL + 1)).toBe(rows)
  expect(names(folded(rows, false, 100 + STILL + 1))).toEqual(['b waiting'])
})

test('R72 who took it is told also when it is heard after the refusal', () => {
  const refused = over([{ request: request('a', 1), phase: 'accepting' }], 'a', 'taken', 0)
  expect(over(refused, 'a', 'taken', 5, 'Ilse')[0]).toMatchObject({ phase: 'taken', by: 'Ilse', until: STILL })
})

test('R76 what she declined herself stays declined, whatever is heard of it later', () => {
  const rows = over([{ request: request('a', 1), phase: 'declining' }], 'a', 'declined', 0)
  expect(names(over(rows, 'a', 'withdrawn', 1))).toEqual(['a declined'])
})

test('R74 the whole list withdraws what is not in it, but not what is being accepted', () => {
  const rows = phased(listed([], [request('a', 1), request('b', 2)], false, 0), 'a', 'accepting')
  expect(names(listed(rows, [], false, 0))).toEqual(['a accepting', 'b withdrawn'])
})

test('R86 a request that comes back may be accepted again', () => {
  const gone = over([{ request: request('a', 1), phase: 'waiting' }], 'a', 'withdrawn', 0)
  const back = hinted(gone, request('a', 1), false)
  expect(names(back)).toEqual(['a waiting'])
  expect(back[0]?.until).toBeUndefined()
})

const asks = (chat: string, until: number, requestedAt = 99): Waiting => ({
  ...request(chat, requestedAt),
  kind: 'transfer',
  until,
})

test('R80 R107 what is asked of her stands before the list, the shortest time left first', () => {
  let rows = hinted([], request('old', 1), false)
  rows = hinted(rows, asks('later', 50), false, true)
  rows = hinted(rows, asks('soon', 40), false)
  expect(names(rows)).toEqual(['soon waiting', 'later waiting', 'old waiting'])
  expect(oldest(rows)?.request.chat).toBe('soon')
})

test('R20 R81 an offer that her newest screen does not name has gone; what anybody may take stays', () => {
  const rows = [asks('mine', 40), asks('skill', 50), request('listed', 1)].reduce(
    (all, r) => hinted(all, r, false, r.chat === 'mine'),
    [] as Row[],
  )
  expect(offered(rows, ['mine'], 0)).toBe(rows)
  expect(names(offered(rows, [], 0))).toEqual(['mine withdrawn', 'skill waiting', 'listed waiting'])
})

test('R87 an offer that she is accepting stands until the server has answered', () => {
  const rows = phased(hinted([], asks('mine', 40), false, true), 'mine', 'accepting')
  expect(offered(rows, [], 0)).toBe(rows)
})

test('R22 a list that was read before an offer came does not take it away', () => {
  const rows = hinted([], asks('mine', 40), false, true)
  expect(names(listed(rows, [], false, 0, ['mine']))).toEqual(['mine waiting'])
  expect(names(listed(rows, [], false, 0, []))).toEqual(['mine withdrawn'])
})
