import { h, icon } from '../dom'
import type { Acts, Scene } from '../scene'
import { fill, words } from '../words'
import type { View } from './view'

/** She waits: we say for how long already, never a place in the queue that we do not know. */
export function waiting(acts: Acts): View {
  const what = h('b')
  const how = h('p')
  const clock = h('p')
  const cancel = h('button', { class: 'alt', click: () => acts.cancel() }, words.cancel)
  return {
    nodes: [
      h('div', { class: 'in mid' }, h('div', { role: 'status' }, what, how), clock),
      h('div', { class: 'bar' }, icon('info'), h('div', {}, words.browse)),
      h('div', { class: 'foot' }, cancel),
    ],
    show(s: Scene) {
      // Written only when it changes: each writing is read out.
      const now = s.busy ? words.connecting : words.waiting
      if (what.textContent !== now) what.textContent = now
      how.textContent = s.busy ? '' : words.waitHow
      clock.textContent = s.busy ? '' : fill(words.waited, length(Date.now() - s.since))
    },
    focus: () => cancel.focus(),
  }
}

function length(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`
}
