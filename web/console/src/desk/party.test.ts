import { expect, test } from 'vitest'
import { chatOf, mara, NOW } from '../gallery/people'
import { beside, flagged, me, storied, together } from '../gallery/team'
import type { Can } from '../session/shapes'
import { agentsIn, inAfter, isMine, mayInvite, mayTransfer, nameIn } from './party'

const e = (kind: string, who: string) => ({ seq: 1, at: NOW, who, kind, party: who })
const none = Object.fromEntries(Object.keys(me.can).map((k) => [k, false])) as Can
const asked = () => beside({ invite: { kind: 'conference', to: 'skill', target: 'billing', at: NOW, until: NOW } })

test.each([
  ['R160 who joins is in it', ['accepted a1', 'joined a2'], ['a1', 'a2']],
  ['R163 who leaves is not', ['accepted a1', 'joined a2', 'left a1'], ['a2']],
  ['R143 who takes over is the only one', ['accepted a1', 'transferred a2'], ['a2']],
  ['R145 while it waits in a queue nobody is', ['accepted a1', 'handedOn a1'], []],
  ['R318 who gets it back is', ['accepted a1', 'handedOn a1', 'returned a1'], ['a1']],
])('%s', (_, told, expected) => {
  expect(inAfter(told.map((t) => e(...(t.split(' ') as [string, string]))))).toEqual(expected)
})

test('R141 a chat that a colleague took over is hers no more, whatever its parties say', () => {
  const c = chatOf('c', mara, 9, [])
  expect(isMine(c)).toBe(true)
  const taken = { seq: 3, at: NOW, who: 'a2', kind: 'transferred', party: 'a2', name: 'Ilse' }
  expect(isMine({ ...c, events: [...c.events, taken] })).toBe(false)
})

test('R331 who has left keeps the name that the log gave her', () => {
  const c = storied()
  const bare = { ...c, view: c.view && { ...c.view, parties: [] } }
  expect([nameIn(bare, 'a1'), nameIn(bare, 'a3'), nameIn(bare, 'a9')]).toEqual(['Ilse B.', 'Bea T.', 'a9'])
})

test('R41 R157 what no switch allows is not offered', () => {
  expect([mayTransfer(flagged(), me.can), mayInvite(flagged(), me.can)]).toEqual([true, true])
  expect([mayTransfer(flagged(), none), mayInvite(flagged(), none)]).toEqual([false, false])
  expect(mayTransfer(flagged(), { ...none, transferToButton: true })).toBe(true)
})

test('R151 R170 no transfer with several agents in it, and nothing while somebody is asked', () => {
  expect(agentsIn(together())).toEqual(['a1', 'a2', 'a3'])
  expect([mayTransfer(together(), me.can), mayInvite(together(), me.can)]).toEqual([false, true])
  expect([mayTransfer(asked(), me.can), mayInvite(asked(), me.can)]).toEqual([false, false])
})

test('R118 nothing is offered in an ended chat', () => {
  const c = chatOf('c', mara, 9, [], { at: NOW })
  expect([mayTransfer(c, me.can), mayInvite(c, me.can)]).toEqual([false, false])
})
