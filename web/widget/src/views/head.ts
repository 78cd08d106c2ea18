import { h, icon } from '../dom'
import type { Acts, Mode, Scene } from '../scene'
import { words } from '../words'
import { together } from './lines'
import type { View } from './view'

const titles: Record<Mode, keyof typeof words> = {
  before: 'title',
  away: 'awayTitle',
  broken: 'brokenTitle',
  waiting: 'waitTitle',
  talk: 'title',
  ended: 'ended',
}

/** Who talks, End chat (asked twice), and closing the window, which keeps the chat. */
export function head(acts: Acts): View & { asking(): boolean; ask(on: boolean): void } {
  const mark = h('span', { 'aria-hidden': 'true' })
  const title = h('h2', { id: 'title', dir: 'auto' })
  const site = h('p', { dir: 'auto' })
  const end = h('button', { click: () => ask(true) }, words.end)
  const close = h('button', { 'aria-label': words.close, click: () => acts.close() }, icon('minus'))
  const stay = h('button', { class: 'alt', click: () => ask(false) }, words.stay)
  const over = () => {
    ask(false)
    acts.end()
  }
  const sure = h('button', { class: 'alt', click: over }, words.end)
  const confirm = h(
    'div',
    { class: 'bar warn', role: 'group', 'aria-labelledby': 'sure', hidden: true },
    icon('warn'),
    h(
      'div',
      {},
      h('p', { id: 'sure' }, h('b', {}, words.endAsk), ' ', words.endMore),
      h('div', { class: 'two' }, stay, sure),
    ),
  )
  const lost = h('div', {}, h('b', {}, words.lost), ' ', words.lostMore)
  const gone = h('div', { class: 'bar warn' }, icon('off'), lost)
  const ask = (on: boolean) => {
    confirm.hidden = !on
    ;(on ? stay : end).focus()
  }
  return {
    nodes: [
      h('div', { class: 'head' }, mark, h('div', {}, title, site), end, close),
      confirm,
      h('div', { role: 'status' }, gone),
    ],
    show(s: Scene) {
      const name = s.mode === 'talk' && together(s.names)
      title.textContent = name || words[s.busy ? 'title' : titles[s.mode]]
      site.textContent = s.site
      mark.textContent = [...(name || s.site || words.title)][0] ?? ''
      end.hidden = s.mode !== 'talk'
      if (end.hidden) confirm.hidden = true
      gone.hidden = !s.lost
    },
    focus: () => close.focus(),
    asking: () => !confirm.hidden,
    ask,
  }
}
