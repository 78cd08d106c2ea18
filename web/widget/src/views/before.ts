import { MAX_NAME, MAX_QUESTION } from '../../../link/protocol.gen'
import { h, icon } from '../dom'
import type { Acts } from '../scene'
import { words } from '../words'
import type { View } from './view'

/** What we ask before a chat: a name, a question, both as she likes. */
export function before(acts: Acts): View {
  const name = h('input', { name: 'name', autocomplete: 'name', maxlength: MAX_NAME })
  const question = h('textarea', { name: 'question', rows: 4, maxlength: MAX_QUESTION })
  let filled = false
  const go = h('button', { class: 'go' })
  const why = h('div')
  const bar = h('div', { class: 'bar bad', role: 'alert' }, icon('warn'), why)
  const submit = (e: Event) => {
    e.preventDefault()
    if (!go.disabled) acts.start(name.value.trim(), question.value.trim())
  }
  const form = h(
    'form',
    { submit },
    bar,
    h(
      'div',
      { class: 'in' },
      h('label', {}, h('span', {}, words.name, ' ', h('small', {}, words.optional)), name),
      h('label', {}, words.question, question),
    ),
    h('div', { class: 'foot' }, go, h('p', { class: 'hint' }, words.secrets)),
  )
  return {
    nodes: [form],
    show(s) {
      if (!filled) [name.value, question.value, filled] = [s.name, s.question, true]
      bar.hidden = !s.error
      why.textContent = s.error
      go.disabled = s.busy
      go.textContent = s.busy ? words.connecting : words.start
    },
    focus: () => (name.value ? question : name).focus(),
  }
}
