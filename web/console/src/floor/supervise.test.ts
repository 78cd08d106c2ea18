// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LinkError, Timeline } from '../../../link/link'
import { useShell } from '../app/shell'
import { engage } from '../desk/acts'
import { start, useDesk } from '../desk/desk'
import { chatOf, mara, NOW, noor } from '../gallery/people'
import { panels, supervisor, watched } from '../gallery/team'
import { useSession } from '../session/session'
import { floorStart, useFloor } from './floor'
import type { Call } from './panels'
import { answer, leaveFloor, PAGE, setStatus, supervise, unwatch, watch } from './supervise'

type Frame = Record<string, unknown>
let sent: Frame[] = []
let answers: (frame: Frame) => unknown = () => ({ panels: panels() })
let arrives: () => void = () => undefined
let ears: Record<string, (frame: unknown) => void> = {}
let stop: () => void
const timelines = new Map<string, Timeline>()

const link = {
  change: async (frame: Frame) => {
    sent.push(frame)
    return answers(frame)
  },
  panel: vi.fn(),
  arrives: (f: () => void) => {
    arrives = f
    return () => undefined
  },
  on: (type: string, f: (frame: unknown) => void) => {
    ears[type] = f
    return () => undefined
  },
  timelines,
  timeline: (chat: string) => timelines.get(chat) as Timeline,
  forget: vi.fn(),
  serverNow: () => Date.now(),
}

const floor = () => useFloor.getState()
const toasts = () => useShell.getState().toasts
const call: Call = { chat: 'f1', text: 'Help', at: 1, person: 'ilse', name: 'Ilse B.' }
const settled = () => new Promise((done) => setTimeout(done))

beforeEach(() => {
  sent = []
  ears = {}
  answers = () => ({ panels: panels() })
  vi.clearAllMocks()
  timelines.clear()
  const t = new Timeline('f1')
  const { view, events } = watched()
  if (view) t.see({ ...view, events })
  timelines.set('f1', t)
  engage(link as never)
  useDesk.setState({ ...start, now: () => NOW, screen: noor })
  useFloor.setState({ ...floorStart }, true)
  useShell.setState({ toasts: [], goTo: undefined })
  useSession.setState({ me: supervisor })
  stop = supervise(link as never)
})

afterEach(() => stop())

test('R197 R200 the panel is watched from sign-in on, again on each new connection, and told in each beat', async () => {
  arrives()
  await settled()
  arrives()
  await settled()
  expect(sent).toEqual([{ action: 'watch' }, { action: 'watch' }])
  expect(link.panel).toHaveBeenCalledWith(true)
  expect(floor()).toMatchObject({ state: 'open' })
  expect(Object.keys(floor().panels)).toContain('skill:billing')
})

test('R197 each call for help alerts once, wherever she is, and again only if it is raised anew', async () => {
  const agent = (at: number) => ({
    person: 'bea',
    name: 'Bea T.',
    status: 'Online',
    chats: 1,
    offers: 0,
    load: 1,
    capacity: 4,
    flags: [{ chat: 'x', text: 'Come please', at }],
  })
  const panel = (rev: number, at: number) => ({
    type: 'panel',
    panel: { queue: 'skill:s', name: 'S', rev, waiting: 0, online: 1, open: 1, agents: [agent(at)] },
  })
  ears.panel?.(panel(1, 10))
  ears.panel?.(panel(2, 10))
  expect(toasts().map((t) => [t.tone, t.text])).toEqual([['help', 'Bea T. calls for help: “Come please”']])
  useShell.setState({ toasts: [] })
  ears.panel?.(panel(3, 20))
  expect(toasts().length).toBe(1)
})

test('R203 R325 from the alert the flagged chat is opened, live, and it says so on each new connection', async () => {
  answer(call)
  await settled()
  expect(useShell.getState().goTo).toBe(PAGE)
  expect(sent).toEqual([{ action: 'watch', chat: 'f1' }])
  expect(floor().watched).toMatchObject({ chat: 'f1', state: 'open' })
  timelines.get('f1')?.apply([{ seq: 6, at: NOW, who: 'v', kind: 'said', text: 'Well?' }])
  expect(floor().watched?.c?.events.at(-1)?.text).toBe('Well?')
  arrives()
  expect(sent.filter((f) => f.chat === 'f1').length).toBe(2)
})

test('R204 R115 what the agent has not sent is shown in its order', async () => {
  watch('f1', 'Ilse B.')
  await settled()
  const typing = (text: string, position: number) => ears.typing?.({ chat: 'f1', who: 'a1', on: true, text, position })
  typing('Good news', 5)
  typing('Good', 4)
  expect(floor().watched?.c?.peeks?.a1?.text).toBe('Good news')
  ears.events?.({ chat: 'f1', events: [{ seq: 7, at: NOW, who: 'a1', kind: 'said', text: 'Good news' }] })
  expect(floor().watched?.c?.peeks?.a1?.text).toBe('')
})

test('R203 a refusal is said, and watching ends with its tab', async () => {
  answers = (f) => {
    if (f.off) return {}
    throw new LinkError('forbidden', 'You may not watch chats.')
  }
  watch('f1', 'Ilse B.')
  await settled()
  expect(floor().watched).toMatchObject({ state: 'refused', error: 'You may not watch chats.' })
  unwatch()
  await settled()
  expect(floor().watched).toBeUndefined()
  expect(sent.at(-1)).toEqual({ action: 'watch', chat: 'f1', off: true })
  expect(link.forget).toHaveBeenCalledWith('f1')
})

test('R205 what she whispered is read anew where her own doing is not pushed to her, and a chat that goes says so', async () => {
  watch('f1', 'Ilse B.')
  await settled()
  ears.resumed?.({ gone: ['f1'] })
  await settled()
  expect(sent.length).toBe(2)
  answers = () => {
    throw new LinkError('not_found', 'There is no such chat.')
  }
  ears.resumed?.({ gone: ['f1'] })
  await settled()
  expect(floor().watched).toMatchObject({ state: 'open', c: { gone: true } })
  ears.resumed?.({ gone: ['f1'] })
  expect(sent.length).toBe(3)
})

test('R325 a flagged chat that is her own is opened where she works', () => {
  useDesk.setState({ chats: { f1: chatOf('f1', mara, 3, []) }, places: [{ chat: 'f1', number: 1 }] })
  answer(call)
  expect([useDesk.getState().active, useShell.getState().goTo, sent]).toEqual(['f1', '/', []])
})

test('R25 an agent’s status is set by name, and her own screen is not touched by it', async () => {
  answers = () => ({ screen: { ...noor, rev: 99, status: 'Away', person: 'ilse' } })
  await setStatus('ilse', 'Ilse B.', 'Away')
  expect(sent).toEqual([{ action: 'presence', person: 'ilse', status: 'Away' }])
  expect(useDesk.getState().screen?.status).toBe('Online')
  expect(toasts().map((t) => t.text)).toEqual(['Ilse B. is set to Away.'])
})

test('R200 when she signs out the watch of the panel ends', async () => {
  await leaveFloor()
  expect(sent).toEqual([{ action: 'watch', off: true }])
})
