// The conversation on the screen, line by line.

import { button, h } from './dom'
import type { Acts, Line } from './scene'
import * as w from './words'

/** What is said within two minutes of each other is one turn: its author is named once. */
const TURN = 120_000

/** The hour and minute, as the page's language writes them. */
export const clockOf = (at: number): string =>
  new Date(at).toLocaleTimeString(document.documentElement.lang || [], { timeStyle: 'short' })

/** Brings a log up to date, touching only the lines that changed, so that focus and selection stay. */
export function lines(log: HTMLElement, acts: Acts): (now: Line[], lost: boolean) => void {
  const drawn = new Map<string, [mark: string, Element]>()
  return (now, lost) => {
    now.forEach((line, i) => {
      const last = now[i - 1]
      const head = last?.from !== line.from || last.name !== line.name || line.at - last.at >= TURN
      const mark = JSON.stringify([line, head, lost])
      const [old, was] = drawn.get(line.key) ?? []
      const e = (old === mark && was) || draw(line, head, lost, acts)
      drawn.set(line.key, [mark, e])
      if (e !== was) was?.remove()
      const there = log.children[i] ?? null
      if (there !== e) log.insertBefore(e, there)
    })
    while (log.children.length > now.length) log.lastChild?.remove()
  }
}

function draw({ from, state, text, name, key, at, error }: Line, head: boolean, lost: boolean, acts: Acts): Element {
  const said = h('p', { class: `m ${from} ${state}`, dir: 'auto' }, text)
  if (from === 'note') return said
  return h(
    'div',
    {},
    head && h('p', { class: `by ${from}` }, h('bdi', {}, name || w.t(w.you)), ', ', h('bdi', {}, clockOf(at))),
    said,
    state === 'sending' && h('p.by me', {}, w.t(lost ? w.held : w.sending)),
    state === 'failed' &&
      h(
        'div.by me',
        {},
        `${w.t(w.failed)} ${error}`,
        button('', () => acts.retry(key), w.t(w.retry)),
        button('', () => acts.discard(key), w.t(w.discard)),
      ),
  )
}
