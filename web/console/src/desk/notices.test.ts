import { expect, test } from 'vitest'
import type { ChatEvent } from '../../../link/link'
import { NOW } from '../gallery/people'
import { storied } from '../gallery/team'
import { fate, notice } from './notices'
import { entries } from './turns'

const c = storied()
const event = (kind: string, more: Partial<ChatEvent> = {}): ChatEvent => ({
  seq: 99,
  at: NOW,
  who: 'a2',
  kind,
  ...more,
})
const ask = { invite: 'transfer', to: 'agent', target: 'kofi', name: 'Kofi A.' }
const after = (...hidden: ChatEvent[]) => ({ ...c, private: hidden.map((e, at) => ({ ...e, seq: at + 1 })) })

test('R143 R160 R197 R205 both logs are read as one, each entry where it belongs', () => {
  const read = entries(c, 'noor').map((e) =>
    e.kind === 'turn' ? `${e.who}: ${e.said.map((s) => s.text).join('|')}` : e.text,
  )
  expect(read).toEqual([
    'Mara L. asked for a chat',
    'Ilse B. joined the chat',
    'mate: Hello, what can I do for you?',
    'visitor: I was charged twice',
    'mate: I see both payments.',
    'Mara L. went to',
    'Ilse B. asked Noor K. to take over',
    'Charged twice for order 20418. First payment is confirmed, the second shows as pending. She needs it sorted before Friday.',
    'You took over the chat',
    'me: Hello Mara, this is Noor. The second payment of 48.00 will drop off your statement.',
    'You raised the flag',
    'visitor: When will that be? My rent goes out on Friday.',
    'Such holds clear in two working days. You may offer the confirmation letter.',
    'A supervisor lowered the flag',
    'Bea T. joined the chat',
    'mate: Bea here, from payments: within two working days.',
    'Bea T. left the chat',
    'me: I can send you a letter that confirms it. Would that help?',
    'You asked Kofi A. to take over',
    'Kofi A. declined',
  ])
})

test('R205 a whisper is no message: it stands apart, with who whispers', () => {
  const whispers = entries(c, 'noor').filter((e) => e.kind === 'whisper')
  expect(whispers).toMatchObject([{ by: 'Dana F.', mine: false }])
  expect(entries(c, 'dana').filter((e) => e.kind === 'whisper')).toMatchObject([{ mine: true }])
})

test.each([
  ['R145 handedOn', event('handedOn', { party: 'a2' }), 'You passed the chat on; it waits for its next agent'],
  ['R318 returned', event('returned', { party: 'a2', name: 'Noor' }), 'The chat came back to you'],
  ['R160 joined', event('joined', { who: 'a3', party: 'a3', name: 'Bea T.' }), 'Bea T. joined the chat'],
  ['R163 left', event('left', { party: 'a2' }), 'You left the chat'],
  ['R121 signalled', event('signalled', { who: 'v', type: 'cart', text: '3' }), 'Signal cart: 3'],
  [
    'R128 idle',
    event('ended', { by: 'system', reason: 'clientIdleTimeout' }),
    'The chat ended because Mara L. did not answer',
  ],
  [
    'R318 nobody took it',
    event('ended', { by: 'system', reason: 'agentsUnavailable' }),
    'The chat ended because nobody took it',
  ],
])('%s stands in the log', (_, e, text) => {
  expect(notice(c, e)?.text).toBe(text)
})

test.each([
  ['R147 lapsed', event('lapsed', ask), 'No answer from Kofi A.'],
  ['R162 recalled', event('recalled', { ...ask, id: 'x' }), 'Kofi A. is asked no more'],
  ['R20 unreachable', event('recalled', ask), 'Kofi A. is not there any more'],
  ['R145 passed', event('passed', { to: 'button', name: 'Billing' }), 'You passed the chat to Billing'],
  ['R150 passFailed', event('passFailed', { to: 'button' }), 'Nobody in the queue could take the chat'],
  ['R188 blocked', event('blocked', { agent: 'noor', text: 'abuse' }), 'The visitor was blocked'],
  ['R198 lowered', event('flagLowered', { by: 'agent' }), 'The flag was lowered'],
])('%s stands in the log, for agents only', (_, e, text) => {
  expect(notice(c, e, true)).toMatchObject({ text, hidden: true })
})

test('what only the router cares for is not told', () => {
  for (const kind of ['queued', 'routed', 'passedOver', 'withdrawn', 'declined', 'lapsed', 'took', 'tabShut', 'closed'])
    expect(notice(c, event(kind), true)).toBeUndefined()
})

test('R146 R147 R161 what came to nothing is told above the log of who asked, until somebody is asked again', () => {
  const asked = event('invited', ask)
  const refused = event('refused', { ...ask, who: 'system' })
  expect(fate(after(asked, refused))).toEqual({ key: 2, text: 'Kofi A. declined' })
  expect(fate(after(asked, event('lapsed', { ...ask, who: 'system' })))?.text).toBe('No answer from Kofi A.')
  expect(fate(after(asked))).toBeUndefined()
  expect(fate(after(asked, refused, asked))).toBeUndefined()
  expect(fate(after(asked, event('recalled', { ...ask, id: 'mine' })))).toBeUndefined()
  expect(fate(after(event('invited', { ...ask, who: 'a1' }), refused))).toBeUndefined()
})
