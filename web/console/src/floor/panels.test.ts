import { expect, test } from 'vitest'
import type { Panel } from '../../../link/link'
import { NOW } from '../gallery/people'
import { panels as fixed } from '../gallery/team'
import { agents, all, buttons, calls, everybody, figures, heard, queues, skills } from './panels'

const any = { skill: '', status: '', button: '' }
const panels = all({}, fixed())
const people = (list: { person: string }[]) => list.map((a) => a.person)
const ilse = (rev: number, chats: number, queue = 'skill:billing'): Panel => ({
  queue,
  name: queue,
  rev,
  waiting: 0,
  online: 1,
  open: 0,
  agents: [{ person: 'ilse', name: 'Ilse', status: 'Online', chats, offers: 0, load: chats, capacity: 4 }],
})

test('R202 of two lists of one queue the higher rev is shown, in whichever order they come', () => {
  const once = heard({}, ilse(5, 3))
  expect(heard(once, ilse(4, 1))).toBe(once)
  expect(everybody(heard(once, ilse(6, 2)))[0]?.chats).toBe(2)
})

test('R202 an agent with two skills is shown once, as she was told of last', () => {
  const twice = heard(heard({}, ilse(9, 3)), ilse(1, 2, 'skill:returns'))
  expect(everybody(twice).map((a) => [a.person, a.chats])).toEqual([['ilse', 2]])
})

test('R201 what is not among the lists any more is not shown any more', () => {
  expect(Object.keys(all(panels, [ilse(1, 1)]))).toEqual(['skill:billing'])
})

test('R200 the filters choose: any shows all, a skill its agents, a status those who have it, a button its queue', () => {
  expect(people(agents(panels, any))).toEqual(['amir', 'bea', 'ilse', 'kofi', 'noor', 'leif', 'suda'])
  expect(people(agents(panels, { ...any, skill: 'returns' }))).toEqual(['amir', 'bea', 'leif', 'suda'])
  expect(people(agents(panels, { ...any, status: 'Away' }))).toEqual(['leif'])
  expect(queues(panels, { ...any, button: 'b-02' }).map((q) => q.queue)).toEqual(['b-02'])
})

test('R202 queues stand by their longest wait', () => {
  expect(queues(panels, any).map((q) => q.queue)).toEqual(['b-07', 'b-02', 'b-01', 'b-05'])
})

test('R200 the menus hold what there is to choose', () => {
  expect(skills(panels).map((s) => s.id)).toEqual(['billing', 'returns'])
  expect(buttons(panels).map((b) => b.id)).toEqual(['b-05', 'b-07', 'b-02', 'b-01'])
})

test('R197 all calls for help are shown, whatever the filters say, the oldest first', () => {
  expect(calls(panels).map((c) => [c.name, c.chat])).toEqual([
    ['Ilse B.', 'f1'],
    ['Kofi A.', 'f2'],
  ])
})

test('R202 the figures add up what the filters leave', () => {
  expect(figures(panels, any)).toMatchObject({ waiting: 7, load: 18, capacity: 24, online: 5, away: 1 })
  expect(figures(panels, any).longest).toEqual({ at: NOW - 252_000, queue: 'Billing' })
  expect(figures(panels, { ...any, button: 'b-05' }).longest).toBeUndefined()
})
