import { h, icon } from '../dom'
import type { Acts } from '../scene'
import { words } from '../words'
import type { View } from './view'

/** What a page shows of us until somebody wants to talk: a button with words, and what came in while it was closed. */
export function pill(acts: Acts): View {
  const who = h('b', { dir: 'auto' })
  const what = h('span', { dir: 'auto' })
  const peek = h('button', { class: 'peek', click: () => acts.open() }, who, what)
  const label = h('span')
  const news = h('b')
  const open = h(
    'button',
    { class: 'pill', 'aria-haspopup': 'dialog', click: () => acts.open() },
    icon('chat'),
    label,
    news,
  )
  return {
    nodes: [peek, open],
    show(s) {
      const last = s.lines.findLast((l) => l.from === 'them')
      peek.hidden = s.open || !s.news || !last
      open.hidden = s.open
      news.hidden = !s.news
      label.textContent = s.lines.length ? words.launchBack : words.launch
      news.replaceChildren(h('span', { class: 'sr' }, words.news), `${s.news}`)
      who.textContent = last?.name ?? ''
      what.textContent = last?.text ?? ''
    },
    focus: () => open.focus(),
  }
}
