import { h } from '../dom'
import type { Acts } from '../scene'
import { words } from '../words'
import type { View } from './view'

/** Says that there is no chat to be had, and offers to look again. Whoever is blocked reads the same as everybody. */
export function plain(acts: Acts): View {
  const what = h('b')
  const more = h('p')
  const go = h('button', { class: 'alt', click: () => acts.open() }, words.retry)
  return {
    nodes: [h('div', { class: 'in mid', role: 'status' }, what, more), h('div', { class: 'foot' }, go)],
    show(s) {
      const away = s.mode === 'away'
      what.textContent = away ? words.away : words.broken
      more.textContent = s.error || (away ? words.awayMore : words.brokenMore)
      go.disabled = s.busy
    },
    focus: () => go.focus(),
  }
}
