// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from 'vitest'
import { start, useDesk } from '../desk/desk'
import { over, type Row } from '../desk/waiting'
import { NOW, noor, waiting } from '../gallery/people'
import { me, offers } from '../gallery/team'
import { ring } from './ring'
import { useSession } from './session'

let rang: string[] = []
let stop: () => void
const row = (request: Row['request']): Row => ({ request, phase: 'waiting' })
const [first, second] = waiting.map(row) as [Row, Row]
const can = (more: Partial<typeof me.can>) => useSession.setState({ me: { ...me, can: { ...me.can, ...more } } })
const rows = (...list: Row[]) => useDesk.setState({ rows: list })

beforeEach(() => {
  rang = []
  useDesk.setState({ ...start, screen: noor, line: { state: 'open', kept: 1 } }, true)
  stop = ring({ play: (t) => rang.push(t), notify: (title, text) => rang.push(`${title}, ${text}`) })
})
afterEach(() => stop())

test('R32 a new request sounds exactly when that is switched on, once', () => {
  rows(first)
  expect(rang).toEqual([])
  can({ requestSound: true })
  rows(first, second)
  rows(first, second)
  rows({ ...first, phase: 'accepting' }, second)
  rows(first, second)
  expect(rang).toEqual(['request'])
})

test('R32 a request that comes back sounds again', () => {
  can({ requestSound: true })
  rows(first)
  rows(...over([first], 'w1', 'withdrawn', NOW))
  rows(first)
  expect(rang).toEqual(['request', 'request'])
})

test('R32 a notice on the desktop tells who asks, exactly when that is switched on', () => {
  can({ notifications: true })
  rows(second, row(offers[0] as Row['request']))
  expect(rang).toEqual(['Priya N. asks for a chat, Shop · Orders', 'Yusuf K. is offered to you, Shop · Orders'])
})

test('R33 log-out and a lost connection sound exactly when that is switched on', () => {
  useDesk.setState({ line: { state: 'offline', kept: 1, lostAt: NOW } })
  useDesk.setState({ line: { state: 'open', kept: 1 } })
  expect(rang).toEqual([])
  can({ logoutSound: true })
  useDesk.setState({ line: { state: 'offline', kept: 1, lostAt: NOW } })
  useDesk.setState({ line: { state: 'connecting', kept: 1, lostAt: NOW } })
  expect(rang).toEqual(['logout'])
  useDesk.setState({ line: { state: 'open', kept: 1 } })
  useDesk.setState({ screen: { ...noor, status: 'Offline' } })
  expect(rang).toEqual(['logout', 'logout'])
  useDesk.setState({ line: { state: 'offline', kept: 1, lostAt: NOW } })
  expect(rang.length).toBe(2)
})
