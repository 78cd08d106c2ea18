// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { queries } from '../app/App'
import { Dialogs } from '../app/Dialogs'
import { type Dialog, useShell } from '../app/shell'
import { engage } from '../desk/acts'
import { ChatPane } from '../desk/ChatPane'
import { type OpenChat, start, useDesk } from '../desk/desk'
import { ListPane } from '../desk/ListPane'
import { NOW, noor, withMara } from '../gallery/people'
import { asking, colleagues, flagged, me, offers, together } from '../gallery/team'
import { useSession } from '../session/session'
import type { Can } from '../session/shapes'

let sent: Record<string, unknown>[] = []
let root: Root
const env = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }
const link = {
  change: async (frame: Record<string, unknown>) => {
    sent.push(frame)
    return {}
  },
  offered: (chat: string) => sent.push({ action: 'offered', chat }),
  timelines: new Map(),
  read: () => undefined,
  forget: () => undefined,
  typing: () => undefined,
}

beforeEach(() => {
  env.IS_REACT_ACT_ENVIRONMENT = true
  sent = []
  queries.clear()
  engage(link as never)
  useShell.setState({ dialog: undefined, toasts: [] })
  document.body.innerHTML = '<div id="root"></div>'
  root = createRoot(document.getElementById('root') as HTMLElement)
})
afterEach(() => act(async () => root.unmount()))

async function show(c: OpenChat, { can = {}, dialog }: { can?: Partial<Can>; dialog?: Dialog } = {}) {
  await act(async () => {
    const api = { colleagues: async () => colleagues } as never
    useSession.setState({ me: { ...me, can: { ...me.can, ...can } }, api })
    useDesk.setState({
      ...start,
      now: () => NOW,
      screen: noor,
      line: { state: 'open', kept: 0 },
      chats: { c1: c },
      places: [{ chat: 'c1', number: 1 }],
      active: 'c1',
    })
    useShell.setState({ dialog })
    root.render(
      <QueryClientProvider client={queries}>
        <ListPane />
        <ChatPane />
        <Dialogs />
      </QueryClientProvider>,
    )
  })
  await act(async () => undefined)
}

const text = () => document.body.textContent ?? ''
const buttons = () => [...document.querySelectorAll('button')]
const named = (name: string) =>
  buttons().find((b) => b.textContent?.includes(name) || b.getAttribute('aria-label') === name)
const radio = (value: string) => document.querySelector<HTMLInputElement>(`[name=agent][value="${value}"]`)
const dialogOf = (kind: 'transfer' | 'invite' | 'block' | 'flag' | 'leave'): Dialog => ({ kind, chat: 'c1' })
const click = (at: HTMLElement | null | undefined) => act(async () => at?.click())
const off = Object.fromEntries(Object.keys(me.can).map((k) => [k, false])) as Partial<Can>

async function write(field: HTMLTextAreaElement | HTMLSelectElement | null, value: string) {
  await act(async () => {
    if (!field) return
    const proto = Object.getPrototypeOf(field)
    Object.getOwnPropertyDescriptor(proto, 'value')?.set?.call(field, value)
    field.dispatchEvent(new Event(field.matches('select') ? 'change' : 'input', { bubbles: true }))
  })
}

test('R39 R41 R326 what the configuration does not allow is not there', async () => {
  await show(withMara(), { can: off })
  for (const name of ['Transfer', 'Add agent', 'Block this visitor', 'Call a supervisor'])
    expect(named(name)).toBeUndefined()
  await show(withMara(), { can: { ...off, blocking: true, flags: true, transferToButton: true } })
  for (const name of ['Transfer', 'Block this visitor', 'Call a supervisor']) expect(named(name)).toBeTruthy()
  expect(named('Add agent')).toBeUndefined()
})

test('R314 R40 the dialog has the kinds that are switched on, and their lists', async () => {
  await show(withMara(), { can: { transferToAgent: false, transferToSkill: false }, dialog: dialogOf('transfer') })
  const kinds = [...document.querySelectorAll('.ask-kind')].map((k) => k.textContent)
  expect(kinds).toEqual(['Queue'])
  const choices = [...document.querySelectorAll('[role=dialog] option')].map((o) => (o as HTMLOptionElement).value)
  expect(choices).toEqual(['', 'b-07', 'b-02'])
})

test('R136 R137 R315 an agent at capacity can be asked, one who is Away cannot; the message goes along', async () => {
  await show(withMara(), { dialog: dialogOf('transfer') })
  await act(async () => vi.waitFor(() => expect(radio('dana')).toBeTruthy()))
  expect([radio('kofi')?.disabled, radio('dana')?.disabled]).toEqual([false, true])
  expect(document.querySelector<HTMLTextAreaElement>('#note')?.placeholder).toMatch(/Sum up/)
  await click(radio('kofi'))
  await write(document.querySelector('#note'), 'Paid twice')
  expect(text()).toContain('You keep chatting until Kofi A. accepts.')
  await click(document.querySelector<HTMLElement>('[type=submit]'))
  expect(sent).toEqual([{ action: 'transfer', chat: 'c1', to: 'agent', target: 'kofi', note: 'Paid twice' }])
  await vi.waitFor(() => expect(useShell.getState().dialog).toBeUndefined())
})

test('R314 Cancel closes the dialog and changes nothing', async () => {
  await show(withMara(), { dialog: dialogOf('transfer') })
  await click(radio('ilse'))
  await click(named('Cancel'))
  expect([useShell.getState().dialog, sent]).toEqual([undefined, []])
})

test('R145 before a queue takes the chat the dialog says what that means', async () => {
  await show(withMara(), { dialog: dialogOf('transfer') })
  await write(document.querySelector('select[aria-label=Queue]'), 'b-02')
  expect(text()).toContain('You leave at once and Mara L. cannot write until the next agent accepts.')
  await click(document.querySelector<HTMLElement>('[type=submit]'))
  expect(sent).toEqual([{ action: 'transfer', chat: 'c1', to: 'button', target: 'b-02' }])
})

test('R158 a skill, then one agent or all', async () => {
  await show(withMara(), { dialog: dialogOf('invite') })
  await write(document.querySelector('[role=dialog] select'), 'billing')
  await act(async () => undefined)
  await click(document.querySelector<HTMLElement>('[type=submit]'))
  expect(sent).toEqual([{ action: 'conference', chat: 'c1', skill: 'billing' }])
})

test('R148 R170 while a colleague is asked there is the way to take that back, and nobody else can be asked', async () => {
  await show(asking('transfer'))
  expect(text()).toContain('Asked Ilse B. to take over, 0:40.')
  expect([named('Transfer'), named('Add agent')]).toEqual([undefined, undefined])
  await click(named('Take back'))
  expect(sent).toEqual([{ action: 'withdraw', chat: 'c1' }])
})

test('R163 R164 with several agents one leaves, by two clicks; alone one ends', async () => {
  await show(together())
  expect(text()).toContain('You, Ilse B. and Bea T. are in this chat.')
  expect(named('End chat')).toBeUndefined()
  await click(named('Leave'))
  expect(sent).toEqual([])
  const leave = [...document.querySelectorAll<HTMLElement>('[role=alertdialog] button')].at(-1)
  await click(leave)
  expect(sent).toEqual([{ action: 'leave', chat: 'c1' }])
})

test('R188 R189 blocking says what follows, and takes a comment', async () => {
  await show(withMara(), { dialog: dialogOf('block') })
  expect(text()).toContain('The chat ends now, for all agents in it. Mara L. sees that an agent ended it')
  await write(document.querySelector('#note'), 'Abuse')
  await click(document.querySelector<HTMLElement>('[type=submit]'))
  expect(sent).toEqual([{ action: 'block', chat: 'c1', comment: 'Abuse' }])
})

test('R197 a flag needs words, at most 1,000 characters of them', async () => {
  await show(withMara(), { dialog: dialogOf('flag') })
  const submit = () => document.querySelector<HTMLElement>('[type=submit]')
  await click(submit())
  await write(document.querySelector('#note'), 'ä'.repeat(1001))
  expect(text()).toContain('1 character too long')
  await click(submit())
  expect(sent).toEqual([])
  await write(document.querySelector('#note'), 'ä'.repeat(1000))
  await click(submit())
  expect(sent).toEqual([{ action: 'flag', chat: 'c1', text: 'ä'.repeat(1000) }])
})

test('R198 a flag that is up can be lowered', async () => {
  await show(flagged())
  expect(text()).toContain('Flag raised 1:40 ago.')
  await click(named('Lower flag'))
  expect(sent).toEqual([{ action: 'flag', chat: 'c1', lower: true }])
})

test('R80 an offer says that it is in sight, again when the connection is back; a listed request does not', async () => {
  await show(withMara())
  const [offer, , conference] = offers
  const rows = [offer, conference].map((request, at) => ({ request, phase: 'waiting', alone: at === 0 }))
  await act(async () => useDesk.setState({ rows: rows as never }))
  expect(sent).toEqual([{ action: 'offered', chat: 'o1' }])
  await act(async () => useDesk.setState({ line: { state: 'offline', kept: 1, lostAt: NOW } }))
  await act(async () => useDesk.setState({ line: { state: 'open', kept: 1 } }))
  expect(sent.length).toBe(2)
})

test('R315 a transfer shows who asks and her message', async () => {
  await show(withMara())
  await act(async () => useDesk.setState({ rows: [{ request: offers[1], phase: 'waiting' }] as never }))
  expect(text()).toContain('Transfer from Kofi A.')
  expect(document.querySelector('.request-note')?.textContent).toMatch(/^Wants another delivery address/)
})
