// The conversation on the screen, line by line.

import { h, icon } from './dom'
import type { Acts, Line } from './scene'
import { words } from './words'

/** What is said within two minutes of each other is one turn: its author is named once. */
const TURN = 120_000

/** The hour and minute, as the page's language writes them. */
export function clockOf(at: number): string {
  const how = { hour: '2-digit', minute: '2-digit' } as const
  try {
    return new Date(at).toLocaleTimeString(document.documentElement.lang || [], how)
  } catch {
    return new Date(at).toLocaleTimeString([], how) // the page names a language that there is not
  }
}

/** Brings a log up to date, touching only the lines that changed, so that focus and selection stay. */
export function lines(log: HTMLElement, acts: Acts): (now: Line[], lost: boolean) => void {
  let drawn = new Map<string, [mark: string, Element]>()
  return (now, lost) => {
    const next: typeof drawn = new Map()
    now.forEach((line, i) => {
      const last = now[i - 1]
      const head = last?.from !== line.from || last.name !== line.name || line.at - last.at >= TURN
      const mark = JSON.stringify([line, head, lost && line.state])
      const known = drawn.get(line.key)
      const e = known?.[0] === mark ? known[1] : draw(line, head, lost, acts)
      next.set(line.key, [mark, e])
      if (log.children[i] !== e) log.insertBefore(e, log.children[i] ?? null)
    })
    while (log.children.length > now.length) log.lastChild?.remove()
    drawn = next
  }
}

function draw(line: Line, head: boolean, lost: boolean, acts: Acts): Element {
  const { from, state, text } = line
  if (from === 'note') return h('p', { class: from, dir: 'auto' }, text)
  return h(
    'div',
    {},
    head && h('p', { class: `by ${from}` }, h('bdi', {}, line.name ?? words.you), ', ', h('bdi', {}, clockOf(line.at))),
    h('div', { class: `m ${from} ${state ?? ''}`, dir: 'auto' }, text),
    state && h('div', { class: `by me ${state}` }, ...stateOf(line, lost, acts)),
  )
}

function stateOf({ key, state, error }: Line, lost: boolean, acts: Acts): (Node | string)[] {
  if (state === 'sending') return [lost ? words.held : words.sending]
  return [
    icon('warn'),
    `${words.failed} ${error ?? ''}`,
    h('button', { click: () => acts.retry(key) }, words.retry),
    h('button', { click: () => acts.discard(key) }, words.discard),
  ]
}
