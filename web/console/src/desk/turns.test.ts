import { expect, test } from 'vitest'
import { chatOf, mara, NOW } from '../gallery/people'
import { farewell } from './notices'
import { entries, lastSaid } from './turns'

const ended = (more: object) => {
  const c = chatOf('c', mara, 30, [], { at: NOW, ...more })
  return farewell(c, c.events.at(-1) as never)
}

test('R112 messages of one person less than two minutes apart are one turn, in the order of the log', () => {
  const c = chatOf('c', mara, 30, [
    ['v', 9, 'one'],
    ['v', 8, 'two'],
    ['v', 5, 'three'],
    ['a1', 4, 'four'],
  ])
  const turns = entries(c).flatMap((e) => (e.kind === 'turn' ? [[e.who, ...e.said.map((s) => s.text)]] : []))
  expect(turns).toEqual([
    ['visitor', 'one', 'two'],
    ['visitor', 'three'],
    ['me', 'four'],
  ])
})

test('R109 the log opens with who asked for the chat and what for, and that she accepted it', () => {
  const notices = entries(chatOf('c', mara, 5, [])).flatMap((e) => (e.kind === 'notice' ? [[e.text, e.quote]] : []))
  expect(notices).toEqual([
    ['Mara L. asked for a chat', 'I was charged twice for order 20418'],
    ['You accepted the chat', undefined],
  ])
})

test('R116 R117 R134 R23 R17 the log says who ended the chat, and why', () => {
  expect(ended({ by: 'visitor', reason: 'ended' })).toBe('Mara L. ended the chat')
  expect(ended({ by: 'agent', reason: 'ended', who: 'a1' })).toBe('You ended the chat')
  expect(ended({ by: 'system', reason: 'visitorGone', who: 'system' })).toBe('The chat ended because Mara L. left')
  expect(ended({ by: 'system', reason: 'agentGone', who: 'system' })).toMatch(/connection was lost/)
  expect(ended({ by: 'agent', reason: 'agentLeft', who: 'a1' })).toMatch(/went Offline/)
})

test('R120 the list says what an ended chat still costs', () => {
  const c = chatOf('c', mara, 30, [['v', 20, 'bye']], { at: NOW })
  expect(lastSaid(c)).toBe('Close the tab to free this place')
  expect(lastSaid({ ...c, gone: true })).toBe('Close the tab when you have read it')
})
