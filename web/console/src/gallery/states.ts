// Every state of the console, by name: what the desk, the frame and the sign-in hold in it, and at which address.

import { useShell } from '../app/shell'
import { type Desk, start, useDesk } from '../desk/desk'
import { floorStart, useFloor } from '../floor/floor'
import { type Api, ApiError } from '../session/api'
import { type Session, useSession } from '../session/session'
import { ago, NOW, noor } from './people'
import { documentOf, page } from './records'
import { mara, row, rows, type State, three } from './state'
import { colleagues, me } from './team'
import { teamStates } from './team-states'

const lost = { lostAt: ago(1, 12), state: 'offline', kept: 135_000 } as Desk['line']
const never = <T>() => new Promise<T>(() => undefined)
const fails = (message: string) => () => Promise.reject(new ApiError('forbidden', message))
const document = { at: '/transcripts/t1' }
const phase = (p: Session['phase'], error?: string): State['session'] => ({ phase: p, error })

export const states: Record<string, State> = {
  chats: {
    says: 'Two waiting, three tabs: one critical, one ended',
    desk: { ...three(), drafts: { c1: 'Of course. Which address shall I use?' } },
  },
  typing: { says: 'The visitor is typing', desk: mara({ typing: { v: NOW + 5000 } }) },
  waiting: { says: 'Requests wait, no chat is open', desk: { rows: rows(), screen: { ...noor, load: 0 } } },
  preview: {
    says: 'What is known of a visitor before she is accepted',
    desk: { rows: rows(), screen: { ...noor, load: 0 } },
    focus: '.request .button',
  },
  taken: {
    says: 'Rows that are over stand still',
    desk: {
      rows: [row(0, { phase: 'taken', by: 'Ilse', until: NOW }), row(1, { phase: 'accepting' })],
      screen: { ...noor, load: 0 },
    },
  },
  empty: { says: 'Online, nothing to do', desk: { screen: { ...noor, load: 0 } } },
  away: { says: 'Away', desk: { screen: { ...noor, status: 'Away', load: 0 } } },
  offline: { says: 'Offline, just signed in', desk: { screen: { ...noor, status: 'Offline', load: 0 } } },
  connecting: {
    says: 'The first connection',
    desk: { screen: undefined, line: { ...lost, state: 'connecting', lostAt: undefined } },
  },
  ended: { says: 'An ended chat in front', desk: three('c3') },
  critical: { says: 'A visitor who waits too long in front', desk: three('c2') },
  sending: {
    says: 'Messages on their way and refused',
    desk: mara({
      pending: [
        {
          id: 'p1',
          text: 'I can also send it to another address.',
          state: 'failed',
          error: 'The chat has been blocked for a moment.',
        },
        { id: 'p2', text: 'Within two working days, so by Thursday.', state: 'sending' },
      ],
    }),
  },
  long: { says: 'Too long to send', desk: { ...three(), drafts: { c1: 'Dear Mara, '.repeat(380) } } },
  over: { says: 'More chats than places', desk: { ...three(), screen: { ...noor, load: 5 }, rows: [] } },
  lost: {
    says: 'No connection',
    desk: {
      ...three(),
      ...mara({ pending: [{ id: 'p2', text: 'Within two working days, so by Thursday.', state: 'sending' }] }),
      line: lost,
    },
  },
  superseded: { says: 'Another window rules', desk: { ...three(), paused: true } },
  narrow: { says: 'One pane at a time, where it is narrow', desk: three(), shell: { pane: 'chat' } },
  drawer: {
    says: 'The visitor as a drawer, where it is narrow',
    desk: three(),
    shell: { sideOpen: true, pane: 'chat' },
  },
  toast: {
    says: 'Something could not be done',
    desk: three(),
    toast: 'No agent configuration is assigned to you. Ask your administrator.',
  },
  presence: { says: 'The presence menu', desk: three(), shell: { menu: 'presence' } },
  preferences: { says: 'The preferences', desk: three(), shell: { menu: 'preferences' } },
  'dialog-offline': {
    says: 'Going Offline ends chats',
    desk: three(),
    shell: { dialog: { kind: 'offline', out: false } },
  },
  'dialog-end': {
    says: 'Ending a chat whose visitor has no answer',
    desk: three('c2'),
    shell: { dialog: { kind: 'end', chat: 'c2' } },
  },
  'dialog-keys': { says: 'All keys', desk: three(), shell: { dialog: { kind: 'keys' } } },
  transcripts: { says: 'The list of transcripts, while a visitor waits', at: '/transcripts', desk: three() },
  'transcripts-empty': {
    says: 'No transcript yet',
    at: '/transcripts',
    api: { transcripts: () => Promise.resolve({ transcripts: [] }) },
  },
  'transcripts-loading': { says: 'The list is loading', at: '/transcripts', api: { transcripts: never } },
  'transcripts-error': {
    says: 'The list could not be loaded',
    at: '/transcripts',
    api: { transcripts: fails('You may not read transcripts. Request 7f3a-92c1') },
  },
  transcript: { says: 'One transcript', ...document },
  'transcript-broken': {
    says: 'A transcript whose chain is broken',
    ...document,
    api: { transcript: async (c: string) => documentOf(c, true) },
  },
  'transcript-loading': { says: 'A transcript is loading', ...document, api: { transcript: never } },
  'transcript-error': {
    says: 'A transcript could not be loaded',
    ...document,
    api: { transcript: fails('There is no transcript of this chat.') },
  },
  ...teamStates,
  starting: { says: 'Starting', session: phase('starting') },
  'sign-in': { says: 'Nobody is signed in', session: phase('signedOut') },
  'sign-in-error': {
    says: 'Signing in did not work',
    session: phase('refused', 'The answer of the sign-in page is too old.'),
  },
  expired: { says: 'The sign-in has ended', session: phase('expired') },
  'shut-out': {
    says: 'Disabled while the console was open',
    session: phase('shutOut', 'You have been disabled. Ask your administrator.'),
  },
  denied: { says: 'No group that works here', session: phase('denied') },
  unreachable: {
    says: 'No answer from the server',
    session: phase('unreachable', 'There is no connection to the server.'),
  },
}

const api: Api = {
  me: never,
  colleagues: () => Promise.resolve(colleagues),
  ticket: never,
  transcripts: () => Promise.resolve(page),
  transcript: (chat) => Promise.resolve(documentOf(chat)),
}

/** Brings the stores into a state. */
export function enter(state: State): void {
  const line: Desk['line'] = { state: 'open', kept: 135_000 }
  useDesk.setState({ ...start, tab: 'this', now: () => NOW, screen: noor, line, ...state.desk })
  useShell.setState({ ...state.shell })
  useFloor.setState({ ...floorStart, ...state.floor })
  useSession.setState({
    phase: 'ready',
    config: { api: '', issuer: '', clientId: '', site: 'Lantern & Loom' },
    me: state.me ?? me,
    ...state.session,
    api: { ...api, ...state.api },
  })
  state.told?.()
  if (state.toast) useShell.getState().toast(state.toast, 'bad')
}
