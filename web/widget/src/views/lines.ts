import { h, icon } from '../dom'
import type { Acts, Line } from '../scene'
import { fill, words } from '../words'

const TURN = 120_000

/** The hour and minute, as the page's language writes them. */
export function clockOf(at: number): string {
  const time = { hour: '2-digit', minute: '2-digit' } as const
  try {
    return new Date(at).toLocaleTimeString(document.documentElement.lang || undefined, time)
  } catch {
    return new Date(at).toLocaleTimeString(undefined, time) // the page names a language that there is not
  }
}

/** Brings the log up to date, touching only the lines that changed, so that focus and selection stay. */
export function drawLines(
  log: HTMLElement,
  drawn: Map<string, [string, Element]>,
  lines: Line[],
  lost: boolean,
  acts: Acts,
) {
  let last: Line | undefined
  lines.forEach((line, i) => {
    const head = last?.from !== line.from || last.name !== line.name || line.at - last.at >= TURN
    const mark = JSON.stringify([line, head, line.state && lost])
    let [old, e] = drawn.get(line.key) ?? []
    if (!e || old !== mark) {
      const fresh = drawLine(line, head, lost, acts)
      e?.replaceWith(fresh)
      e = fresh
      drawn.set(line.key, [mark, e])
    }
    if (log.children[i] !== e) log.insertBefore(e, log.children[i] ?? null)
    last = line
  })
  while (log.children.length > lines.length) log.lastElementChild?.remove()
}

function drawLine(line: Line, head: boolean, lost: boolean, acts: Acts): HTMLElement {
  if (line.from === 'note') return h('p', { class: 'note', dir: 'auto' }, line.text)
  const me = line.from === 'me' ? ' me' : ''
  return h(
    'div',
    { class: 'line' },
    head && by(line, me),
    h('div', { class: `m${me} ${line.state ?? ''}`, dir: 'auto' }, line.text),
    line.state && state(line, lost, acts),
  )
}

function by(line: Line, me: string): HTMLElement {
  const at = h('bdi', {}, clockOf(line.at))
  if (!me) return h('p', { class: 'by' }, h('bdi', {}, line.name ?? ''), ', ', at)
  return h('p', { class: 'by me' }, h('span', { class: 'sr' }, words.you, ', '), at)
}

function state(line: Line, lost: boolean, acts: Acts): HTMLElement {
  if (line.state === 'sending') {
    return h('p', { class: 'st' }, lost && icon('clock'), lost ? words.held : words.sending)
  }
  return h(
    'div',
    { class: 'st failed', role: 'group', 'aria-label': line.text.slice(0, 80) },
    icon('warn'),
    h('span', {}, words.failed, ' ', line.error ?? ''),
    h('button', { click: () => acts.retry(line.key) }, words.retry),
    h('button', { click: () => acts.discard(line.key) }, words.discard),
  )
}

/** "Noor", "Noor and Ilse". */
export const together = (names: string[]): string => names.join(words.and)

export const typists = (names: string[]): string => (names.length ? fill(words.typing, together(names)) : '')
