// The states in which agents work together, and those of the supervisor's page.

import { useShell } from '../app/shell'
import type { Desk } from '../desk/desk'
import type { Floor } from '../floor/floor'
import { PAGE } from '../floor/supervise'
import { words } from '../words'
import { NOW, noor } from './people'
import { chats, mara, rows, type State, three } from './state'
import { asking, beside, flagged, floorOpen, me, offers, storied, supervisor, together, watched } from './team'

const asksRow = (at: number, more = {}) =>
  ({ request: offers[at] ?? offers[0], phase: 'waiting', alone: true, ...more }) as Desk['rows'][number]
const asksRows = () => [asksRow(0), asksRow(1), asksRow(2)]
const dialog = (kind: 'transfer' | 'invite' | 'block' | 'flag'): Pick<State, 'desk' | 'shell'> => ({
  desk: three(),
  shell: { dialog: { kind, chat: 'c1' } },
})
const onFloor = (floor: Partial<Floor>): Pick<State, 'at' | 'me' | 'floor' | 'desk'> => ({
  at: PAGE,
  me: supervisor,
  floor,
  desk: { screen: { ...noor, status: 'Away', load: 0 } },
})

export const teamStates: Record<string, State> = {
  offers: {
    says: 'An offer, a transfer and a conference, in front of the list',
    desk: { ...three(), rows: [...asksRows(), ...rows()] },
  },
  'offers-over': {
    says: 'An offer that went to somebody else, a transfer that is being accepted',
    desk: {
      rows: [asksRow(0, { phase: 'withdrawn', until: NOW }), asksRow(1, { phase: 'accepting' })],
      screen: { ...noor, load: 0 },
    },
  },
  ringing: { says: 'An offer while another page is open', at: '/transcripts', desk: { ...three(), rows: asksRows() } },
  story: {
    says: 'A chat with a past: taken over, joined, whispers, flags, pages',
    desk: chats([storied()]),
    shell: { pane: 'chat' },
  },
  peek: {
    says: 'What the visitor has not sent yet',
    desk: mara({
      typing: { v: NOW + 5000 },
      peeks: { v: { text: 'yes please, could you send it to my other address, the one', position: 7 } },
    }),
  },
  asked: { says: 'A colleague is asked to take over', desk: chats([asking('transfer')]) },
  together: { says: 'Three agents in one chat', desk: chats([together()]) },
  flagged: { says: 'The flag is up', desk: chats([flagged()]) },
  idle: { says: 'The visitor does not answer', desk: chats([beside({ idle: { warning: 30_000, timeout: 150_000 } })]) },
  'dialog-transfer': { says: 'Handing a chat over', ...dialog('transfer') },
  'dialog-transfer-queue': {
    says: 'Handing a chat over where only queues are allowed',
    ...dialog('transfer'),
    me: { ...me, can: { ...me.can, transferToAgent: false, transferToSkill: false } },
  },
  'dialog-transfer-nobody': {
    says: 'Nobody else is there',
    ...dialog('transfer'),
    api: { colleagues: () => Promise.resolve([]) },
  },
  'dialog-invite': {
    says: 'Asking others in',
    ...dialog('invite'),
    me: { ...me, conferenceSkills: me.conferenceSkills.slice(0, 1) },
  },
  'dialog-block': { says: 'Blocking a visitor', ...dialog('block') },
  'dialog-flag': { says: 'Calling a supervisor', ...dialog('flag') },
  'dialog-leave': {
    says: 'Leaving a chat in which others stay',
    desk: chats([together()]),
    shell: { dialog: { kind: 'leave', chat: 'c1' } },
  },
  moved: {
    says: 'A supervisor set her status, and a chat was taken over',
    desk: three(),
    told: () => {
      useShell.getState().toast(words.presence.bySupervisor('Away'), 'kept')
      useShell.getState().toast(words.chat.takenOver('Ilse B.', 'Mara L.'))
    },
  },
  help: {
    says: 'An agent calls for help while the supervisor chats herself',
    desk: three(),
    me: supervisor,
    floor: floorOpen(),
    told: () => {
      const act = { label: words.floor.open, run: () => undefined }
      useShell.getState().toast(words.floor.called('Kofi A.', 'Threatens legal steps, please listen in'), 'help', act)
    },
  },
  floor: { says: 'The supervisor’s page', ...onFloor(floorOpen()) },
  'floor-watch': {
    says: 'A chat is watched',
    ...onFloor(floorOpen({ watched: { chat: 'f1', agent: 'Ilse B.', state: 'open', c: watched() } })),
  },
  'floor-refused': {
    says: 'A chat may not be watched',
    ...onFloor(
      floorOpen({
        watched: {
          chat: 'f2',
          agent: 'Kofi A.',
          state: 'refused',
          error: 'Your configuration does not let you watch chats.',
        },
      }),
    ),
  },
  'floor-empty': {
    says: 'Nobody fits the filters',
    ...onFloor({ state: 'open', panels: {}, filters: { skill: '', status: 'Away', button: '' } }),
  },
  'floor-loading': { says: 'The panel is loading', ...onFloor({ state: 'loading' }) },
  'floor-error': {
    says: 'The panel could not be opened',
    ...onFloor({ state: 'refused', error: 'You supervise no skill. Ask your administrator.' }),
  },
  'dialog-log-out': {
    says: 'A supervisor logs an agent out',
    ...onFloor(floorOpen()),
    shell: { dialog: { kind: 'logOut', person: 'ilse', name: 'Ilse B.', chats: 3 } },
  },
}
