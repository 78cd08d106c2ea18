// @vitest-environment happy-dom
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { useShell } from '../app/shell'
import { chatOf, mara, NOW, noor } from '../gallery/people'
import { engage } from './acts'
import { ChatPane } from './ChatPane'
import { type OpenChat, start, useDesk } from './desk'

const said: string[] = []
const link = { say: (chat: string, text: string) => said.push(`${chat}: ${text}`), typing: () => undefined }
let root: Root
const env = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }

beforeEach(() => {
  env.IS_REACT_ACT_ENVIRONMENT = true
  said.length = 0
  engage(link as never)
  document.body.innerHTML = '<div id="root"></div>'
  root = createRoot(document.getElementById('root') as HTMLElement)
})

afterEach(() => act(async () => root.unmount()))

async function show(...chats: OpenChat[]) {
  await act(async () => {
    useDesk.setState({
      ...start,
      now: () => NOW,
      screen: noor,
      line: { state: 'open', kept: 0 },
      chats: Object.fromEntries(chats.map((c) => [c.chat, c])),
      places: chats.map((c, at) => ({ chat: c.chat, number: at + 1 })),
      active: chats[0]?.chat,
    })
    root.render(<ChatPane />)
  })
}

const field = () => document.querySelector('textarea') as HTMLTextAreaElement
const button = (name: string) => [...document.querySelectorAll('button')].find((b) => b.textContent?.includes(name))
const text = () => document.body.textContent ?? ''

async function write(value: string) {
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field(), value)
    field().dispatchEvent(new Event('input', { bubbles: true }))
  })
}

async function press(key: string, more: KeyboardEventInit = {}) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
  await act(async () => {
    field().dispatchEvent(event)
  })
  return event
}

test('R111 Enter sends and empties the composer, Shift Enter does not', async () => {
  await show(chatOf('a', mara, 5, []))
  await write('hello')
  expect((await press('Enter', { shiftKey: true })).defaultPrevented).toBe(false)
  expect(said).toEqual([])
  expect((await press('Enter')).defaultPrevented).toBe(true)
  expect(said).toEqual(['a: hello'])
  expect(field().value).toBe('')
})

test('R111 Send sends too; blank is not sent by either', async () => {
  await show(chatOf('a', mara, 5, []))
  await write('  \n ')
  await press('Enter')
  await act(async () => button('Send')?.click())
  expect(said).toEqual([])
  await write('yes')
  await act(async () => button('Send')?.click())
  expect(said).toEqual(['a: yes'])
})

test('R111 Enter that ends a composition of characters does not send', async () => {
  await show(chatOf('a', mara, 5, []))
  await write('にほ')
  await press('Enter', { isComposing: true })
  expect(said).toEqual([])
})

test('R26 too long is said and not sent; the text stays', async () => {
  await show(chatOf('a', mara, 5, []))
  await write('x'.repeat(4097))
  await press('Enter')
  expect(said).toEqual([])
  expect(text()).toContain('4,097 of 4,096 characters')
  expect(field().value.length).toBe(4097)
})

test('R110 drafts do not mix between tabs, and what is sent goes to the chat in front', async () => {
  await show(chatOf('a', mara, 9, []), chatOf('b', { name: 'Joon A.' }, 5, []))
  await write('for Mara')
  await act(async () => document.querySelectorAll<HTMLElement>('[role=tab]')[1]?.click())
  expect(field().value).toBe('')
  await write('for Joon')
  await press('Enter')
  await act(async () => document.querySelectorAll<HTMLElement>('[role=tab]')[0]?.click())
  expect(field().value).toBe('for Mara')
  expect(said).toEqual(['b: for Joon'])
})

test('R109 the composer of a chat just accepted has the focus, and says who reads it', async () => {
  useShell.setState({ wantsFocus: 'a' })
  await show(chatOf('a', mara, 0, []))
  expect(document.activeElement).toBe(field())
  expect(text()).toContain('To Mara L. the visitor reads this')
})

test('R118 R120 after the end a bar stands in the composer’s place', async () => {
  await show(chatOf('a', mara, 5, [], { at: NOW }))
  expect(field()).toBeNull()
  expect(text()).toContain(
    'This chat has ended. Nothing can be sent. It holds one of your 4 places until you close it.',
  )
  expect(button('Close tab')).toBeTruthy()
  expect(button('End chat')).toBeUndefined()
})

test('R113 markup in a message is text', async () => {
  await show(chatOf('a', { name: '<i>Mara</i>' }, 5, [['v', 1, '<img src=x onerror=alert(1)>']]))
  expect(document.querySelector('img, i')).toBeNull()
  expect(document.querySelector('.said')?.textContent).toBe('<img src=x onerror=alert(1)>')
})

test('R114 the line above the composer says that the visitor types, as long as it is so', async () => {
  const c = chatOf('a', mara, 5, [])
  await show({ ...c, typing: { v: NOW + 7000 } })
  expect(text()).toContain('Mara L. is typing')
  await show({ ...c, typing: { v: NOW - 1 } })
  expect(text()).not.toContain('is typing')
})

test('R22 without a connection what is said waits in sight', async () => {
  const c = chatOf('a', mara, 5, [])
  await show({ ...c, pending: [{ id: 'p', text: 'later', state: 'sending' }] })
  expect(text()).toContain('sending…')
  await act(async () => useDesk.setState({ line: { state: 'offline', kept: 1, lostAt: NOW } }))
  expect(text()).toContain('not sent yet')
  expect(text()).toContain('goes out when the connection is back')
})

test('R109 Delete on a tab closes it, arrows go to the next', async () => {
  await show(chatOf('a', mara, 9, [['v', 1, 'hm?']]), chatOf('b', { name: 'Joon A.' }, 5, []))
  const tabs = [...document.querySelectorAll<HTMLElement>('[role=tab]')]
  const key = (at: number, name: string) =>
    act(async () => {
      tabs[at]?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }))
    })
  await key(0, 'ArrowRight')
  expect(useDesk.getState().active).toBe('b')
  await key(0, 'Delete')
  expect(useShell.getState().dialog).toEqual({ kind: 'end', chat: 'a' })
  useShell.setState({ dialog: undefined })
})
