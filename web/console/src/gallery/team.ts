// Fixed colleagues, what they ask of each other, and what a supervisor sees of them.

import type { ChatEvent, Panel, PanelAgent, Waiting } from '../../../link/link'
import type { OpenChat } from '../desk/desk'
import type { Floor } from '../floor/floor'
import { all } from '../floor/panels'
import type { Colleague, Me } from '../session/shapes'
import { ago, chatOf, mara, NOW, waiting, withMara } from './people'

const later = (seconds: number) => NOW + seconds * 1000

const yes = {
  transferToAgent: true,
  transferToSkill: true,
  transferToButton: true,
  conferences: true,
  blocking: true,
  flags: true,
  files: true,
  sneakPeek: true,
  monitoring: true,
  whisper: true,
  agentSneakPeek: true,
  requestSound: false,
  logoutSound: false,
  notifications: false,
}

const skills = [
  { skill: 'billing', name: 'Billing' },
  { skill: 'returns', name: 'Returns' },
]

export const me: Me = {
  person: 'noor',
  name: 'Noor K.',
  groups: ['agent'],
  capacity: 4,
  buttons: [],
  skills,
  can: yes,
  transferSkills: skills,
  transferButtons: [
    { button: 'b-07', name: 'Billing' },
    { button: 'b-02', name: 'Returns' },
  ],
  conferenceSkills: skills,
  panel: { status: '', skill: '', button: '' },
}

export const supervisor: Me = { ...me, person: 'dana', name: 'Dana F.', groups: ['agent', 'supervisor'] }

export const colleagues: Colleague[] = [
  { person: 'ilse', name: 'Ilse B.', status: 'Online', chats: 2, load: 2, capacity: 4, skills: ['billing', 'returns'] },
  { person: 'bea', name: 'Bea T.', status: 'Online', chats: 1, load: 1, capacity: 4, skills: ['Billing'] },
  { person: 'kofi', name: 'Kofi A.', status: 'Online', chats: 4, load: 4, capacity: 4, skills: ['Billing'] },
  { person: 'dana', name: 'Dana F.', status: 'Away', chats: 0, load: 0, capacity: 4, skills: ['Returns'] },
]

const base = waiting[1] as Waiting

export const offers: Waiting[] = [
  { ...base, chat: 'o1', kind: 'push', until: later(18), visitor: { name: 'Yusuf K.', question: 'My voucher fails' } },
  {
    ...base,
    chat: 'o2',
    kind: 'transfer',
    from: 'Kofi A.',
    until: later(41),
    requestedAt: ago(9),
    note: 'Wants another delivery address after dispatch. The carrier can redirect it until 18:00, I have told her so. She leaves on Saturday and needs an answer today.',
  },
  {
    ...base,
    chat: 'o3',
    kind: 'conference',
    from: 'Ilse B.',
    until: later(55),
    requestedAt: ago(14),
    visitor: { name: 'Elif S.' },
    note: 'Needs somebody who knows the customs form.',
  },
]

const parties = [
  { party: 'v', name: 'Mara L.' },
  { party: 'a1', name: 'Ilse B.' },
  { party: 'a2', name: 'Noor', me: true },
  { party: 'a3', name: 'Bea T.' },
]

/** A chat that Ilse began and handed to Noor, with all that happened beside it. */
export function storied(): OpenChat {
  const c = chatOf('c1', mara, 22, [])
  const say = (who: string, minutes: number, text: string) => ({ at: ago(minutes), who, kind: 'said', text })
  const events = [
    { at: ago(23), who: 'v', kind: 'requested' },
    { at: ago(22), who: 'a1', kind: 'accepted', party: 'a1', name: 'Ilse B.' },
    { at: ago(22), who: 'a1', kind: 'greeted', text: 'Hello, what can I do for you?' },
    say('v', 20, 'I was charged twice'),
    say('a1', 18, 'I see both payments.'),
    { at: ago(14), who: 'a2', kind: 'transferred', party: 'a2', name: 'Noor' },
    say('a2', 13, 'Hello Mara, this is Noor. The second payment of 48.00 will drop off your statement.'),
    say('v', 11, 'When will that be? My rent goes out on Friday.'),
    { at: ago(9), who: 'a3', kind: 'joined', party: 'a3', name: 'Bea T.' },
    say('a3', 8, 'Bea here, from payments: within two working days.'),
    { at: ago(6), who: 'a3', kind: 'left', party: 'a3', name: 'Bea T.' },
    say('a2', 5, 'I can send you a letter that confirms it. Would that help?'),
  ].map((e, at): ChatEvent => ({ seq: at + 1, ...e }))
  const hidden: (Omit<ChatEvent, 'seq'> & { after: number })[] = [
    { at: ago(17), who: 'v', kind: 'visited', text: 'https://lantern.example/account/orders/20418', after: 5 },
    {
      at: ago(15),
      who: 'a1',
      kind: 'invited',
      invite: 'transfer',
      to: 'agent',
      target: 'noor',
      name: 'Noor K.',
      agent: 'ilse',
      text: 'Charged twice for order 20418. First payment is confirmed, the second shows as pending. She needs it sorted before Friday.',
      after: 5,
    },
    { at: ago(12), who: 'a2', kind: 'flagged', agent: 'noor', text: 'May I promise a letter?', after: 7 },
    {
      at: ago(10),
      who: 'system',
      kind: 'whispered',
      agent: 'dana',
      name: 'Dana F.',
      text: 'Such holds clear in two working days. You may offer the confirmation letter.',
      after: 8,
    },
    { at: ago(10), who: 'system', kind: 'flagLowered', agent: 'noor', by: 'supervisor', after: 8 },
    {
      at: ago(2),
      who: 'a2',
      kind: 'invited',
      invite: 'transfer',
      to: 'agent',
      target: 'kofi',
      name: 'Kofi A.',
      agent: 'noor',
      after: 12,
    },
    {
      at: ago(1),
      who: 'system',
      kind: 'refused',
      invite: 'transfer',
      to: 'agent',
      target: 'kofi',
      name: 'Kofi A.',
      agent: 'kofi',
      after: 12,
    },
  ]
  return {
    ...c,
    events,
    private: hidden.map((e, at) => ({ ...e, seq: at + 1 })),
    view: c.view && { ...c.view, parties, tail: events.length },
  }
}

/** Mara's chat with something beside it. */
export function beside(view: Partial<NonNullable<OpenChat['view']>>, more: Partial<OpenChat> = {}): OpenChat {
  const c = withMara()
  return { ...c, ...more, view: c.view && { ...c.view, ...view } }
}

export const asking = (kind: 'transfer' | 'conference') =>
  beside({ invite: { kind, to: 'agent', target: 'ilse', name: 'Ilse B.', at: ago(0, 20), until: later(40) } })

/** Ilse and Bea are in it, too. */
export function together(): OpenChat {
  const c = withMara()
  const joined = [
    { party: 'a2', name: 'Ilse B.' },
    { party: 'a3', name: 'Bea T.' },
  ]
  const events = joined.map((p, at) => ({
    seq: c.events.length + at + 1,
    at: ago(0, 40 - at * 20),
    who: p.party,
    kind: 'joined',
    ...p,
  }))
  return {
    ...c,
    events: [...c.events, ...events],
    view: c.view && { ...c.view, parties: [...c.view.parties, ...joined] },
  }
}

export const flagged = () => beside({ flag: { text: 'Refund above my limit, 340.00. May I?', at: ago(1, 40) } })

// ---- the panel ------------------------------------------------------------------------------------------------------

type Row = [person: string, name: string, status: PanelAgent['status'], chats: number, load: number, offers: number]

const rows: Row[] = [
  ['ilse', 'Ilse B.', 'Online', 3, 3, 0],
  ['kofi', 'Kofi A.', 'Online', 5, 5, 0],
  ['noor', 'Noor K.', 'Online', 2, 3, 2],
  ['bea', 'Bea T.', 'Online', 1, 1, 1],
  ['amir', 'Amir D.', 'Online', 4, 4, 0],
  ['leif', 'Leif O.', 'Away', 2, 2, 0],
  ['suda', 'Suda P.', 'Offline', 0, 0, 0],
]

const flags: Record<string, PanelAgent['flags']> = {
  ilse: [{ chat: 'f1', text: 'Wants a refund above my limit, 340.00. May I?', at: ago(1, 40) }],
  kofi: [{ chat: 'f2', text: 'Threatens legal steps, please listen in', at: ago(0, 22) }],
}

const panelAgents = rows.map(
  ([person, name, status, chats, load, offered], at): PanelAgent => ({
    person,
    name,
    status,
    chats,
    load,
    offers: offered,
    capacity: 4,
    loginAt: status === 'Offline' ? undefined : ago(242 - at * 31),
    lastAt: status === 'Offline' ? undefined : ago(1 + at * 4, 12),
    flags: flags[person],
  }),
)

const queue = (id: string, name: string, waits: number, minutes: number, open: number): Panel => ({
  queue: id,
  name,
  rev: 1,
  waiting: waits,
  longest: waits ? ago(minutes, 12) : undefined,
  online: 5,
  open,
})

export const panels = (): Panel[] => [
  { queue: 'skill:billing', name: 'Billing', rev: 1, waiting: 0, online: 4, open: 4, agents: panelAgents.slice(0, 5) },
  { queue: 'skill:returns', name: 'Returns', rev: 1, waiting: 0, online: 2, open: 3, agents: panelAgents.slice(3) },
  queue('b-07', 'Billing', 4, 4, 0),
  queue('b-02', 'Returns', 2, 3, 1),
  queue('b-01', 'Shop', 1, 1, 3),
  queue('b-05', 'Account', 0, 0, 4),
]

export const floorOpen = (more: Partial<Floor> = {}): Partial<Floor> => ({
  state: 'open',
  panels: all({}, panels()),
  ...more,
})

/** Ilse's chat as Dana watches it. */
export function watched(): OpenChat {
  const c = chatOf('f1', { name: 'Tomas R.' }, 12, [
    ['v', 11, 'The desk arrived with a broken leg.'],
    ['a1', 9, 'I am sorry about that. Would you rather have a new leg or your money back?'],
    ['v', 3, 'Money back, all 340.00 please'],
  ])
  const flag = { text: 'Wants a refund above my limit, 340.00. May I?', at: ago(1, 40) }
  const hidden: ChatEvent[] = [
    { seq: 1, at: ago(1, 40), who: 'a1', kind: 'flagged', agent: 'ilse', text: flag.text, after: 5 },
    {
      seq: 2,
      at: ago(1),
      who: 'system',
      kind: 'whispered',
      agent: 'dana',
      name: 'Dana F.',
      text: 'Yes, I approve it.',
      after: 5,
    },
  ]
  const parties = [
    { party: 'v', name: 'Tomas R.' },
    { party: 'a1', name: 'Ilse B.' },
  ]
  return {
    ...c,
    events: c.events.map((e) => (e.name ? { ...e, name: 'Ilse B.' } : e)),
    private: hidden,
    typing: { a1: NOW + 5000 },
    peeks: { a1: { text: 'Good news, I can refund the full', position: 3 } },
    view: c.view && { ...c.view, parties, flag, watching: true },
  }
}
