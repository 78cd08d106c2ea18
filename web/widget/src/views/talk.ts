import { MAX_TEXT } from '../../../link/protocol.gen'
import { h, icon } from '../dom'
import type { Acts } from '../scene'
import { fill, words } from '../words'
import { drawLines, typists } from './lines'
import type { View } from './view'

/**
 * The conversation. The log is not a live region: what others say is told once, by the one that the element has, also
 * while the window is closed; what she says herself is not told to her.
 */
export function talk(acts: Acts): View {
  const log = h('div', { class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': words.log, tabindex: 0 })
  const writes = h('div', { class: 'ty', role: 'status' })
  const [composer, text] = write(acts)
  const again = h('button', { class: 'go', click: () => acts.again() }, words.again)
  const foot = h('div', { class: 'foot' }, again)
  const drawn = new Map<string, [string, Element]>()
  return {
    nodes: [log, writes, composer, foot],
    show(s) {
      const low = log.scrollHeight - log.scrollTop - log.clientHeight < 40
      const mine = s.lines.at(-1)?.state && !drawn.has(s.lines.at(-1)?.key ?? '')
      drawLines(log, drawn, s.lines, s.lost, acts)
      const line = typists(s.typing)
      if (writes.textContent !== line) writes.textContent = line
      composer.hidden = writes.hidden = s.mode === 'ended'
      foot.hidden = !composer.hidden
      if (low || mine) log.scrollTop = log.scrollHeight
    },
    focus: () => (foot.hidden ? text : again).focus(),
  }
}

function write(acts: Acts): [HTMLFormElement, HTMLTextAreaElement] {
  const go = h('button', { class: 'go', 'aria-label': words.send, disabled: true }, icon('send'))
  const hint = h('p', { class: 'hint', role: 'alert' })
  const look = () => {
    const over = [...text.value].length - MAX_TEXT
    go.disabled = over > 0 || !text.value.trim()
    hint.textContent = over > 0 ? fill(words.tooLong, `${over}`) : ''
  }
  const send = (e: Event) => {
    e.preventDefault()
    look()
    if (go.disabled) return
    acts.say(text.value.trim())
    text.value = ''
    look()
    text.focus()
  }
  const text = h('textarea', {
    rows: 1,
    'aria-label': words.message,
    placeholder: words.write,
    input: () => {
      look()
      acts.typing(text.value)
    },
  })
  return [h('form', { class: 'say', submit: send }, h('div', { class: 'grow' }, text, hint), go), text]
}
