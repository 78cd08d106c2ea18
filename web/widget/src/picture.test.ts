// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { clockOf } from './lines'
import { textOf } from './picture'
import type { Line } from './scene'

it('R303: the saved conversation says who said what when, in the order of the log', () => {
  const at = new Date(2026, 2, 3, 14, 10).getTime()
  const clock = clockOf(at)
  const lines: Line[] = [
    { key: 'q', at, from: 'me', text: 'Where is my lamp?' },
    { key: '2', at, from: 'note', name: 'Noor', text: 'Noor joined the chat.' },
    { key: '3', at, from: 'them', name: 'Noor', text: 'On its way.\nToday.' },
  ]
  const [title, ...rest] = textOf(lines, 'Lantern & Loom').split('\n')
  expect(title).toMatch(/^Lantern & Loom .*2026/)
  expect(rest).toEqual([
    `${clock} You: Where is my lamp?`,
    `${clock} Noor joined the chat.`,
    `${clock} Noor: On its way.`,
    'Today.',
    '',
  ])
})
