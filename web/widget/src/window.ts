// The window and the button that opens it: every part is made once, and shown or not as the scene is.

import { MAX_NAME, MAX_QUESTION, MAX_TEXT } from '../../link/protocol.gen'
import { h, icon } from './dom'
import { lines } from './lines'
import type { Acts, Mode, Scene } from './scene'
import { fill, type Words, words } from './words'

/** In each mode the title, what is said in the middle, the button's words, and what stands below it. */
const said: Record<Mode, (keyof Words)[]> = {
  before: ['title', 'none', 'none', 'start', 'secrets'],
  away: ['awayTitle', 'away', 'later', 'retry', 'none'],
  broken: ['brokenTitle', 'broken', 'later', 'retry', 'none'],
  waiting: ['waitTitle', 'waiting', 'waitHow', 'cancel', 'browse'],
  talk: ['title', 'none', 'none', 'none', 'none'],
  ended: ['ended', 'none', 'none', 'again', 'none'],
}

export interface Parts {
  nodes: Node[]
  window: HTMLDialogElement
  show(scene: Scene): void
  /** Puts the hands where they are wanted: in the window, or on the button that opens it. */
  focus(scene: Scene): void
  asking(on?: boolean): boolean
}

/** Writes only what changed: some of it is read out whenever it is written. */
const write = (e: Node, text: string) => {
  if (e.textContent !== text) e.textContent = text
}

export function parts(acts: Acts): Parts {
  let mode: Mode = 'before'
  let filled = false

  // Closed: the button, and what came in meanwhile.
  const who = h('b', { dir: 'auto' })
  const what = h('span', { dir: 'auto' })
  const peek = h('button', { class: 'peek', click: () => acts.open() }, who, what)
  const label = h('span')
  const news = h('b')
  const pill = h(
    'button',
    { class: 'pill go', 'aria-haspopup': 'dialog', click: () => acts.open() },
    icon('chat'),
    label,
    news,
  )

  // The head: who talks, End chat (asked twice), and closing the window, which keeps the chat.
  const mark = h('span', { class: 'mark', 'aria-hidden': true })
  const title = h('h2', { id: 'title', dir: 'auto' })
  const site = h('p', { dir: 'auto' })
  const end = h('button', { click: () => asking(true) }, words.end)
  const close = h('button', { 'aria-label': words.close, click: () => acts.close() }, icon('minus'))
  const stay = h('button', { class: 'alt', click: () => asking(false) }, words.stay)
  const sure = h(
    'button',
    {
      class: 'alt',
      click: () => {
        asking(false)
        acts.end()
      },
    },
    words.end,
  )
  const ask = h(
    'div',
    { class: 'bar', hidden: true },
    h('p', {}, h('b', {}, words.endAsk), ' ', words.endMore),
    stay,
    sure,
  )
  const lost = h('p', { class: 'bar', role: 'status' })
  const error = h('p', { class: 'bar bad', role: 'alert' })

  // The body: a form, a few words in the middle, or the conversation.
  const name = h('input', { autocomplete: 'name', maxlength: MAX_NAME })
  const question = h('textarea', { rows: 4, maxlength: MAX_QUESTION })
  const start = (e: Event) => {
    e.preventDefault()
    if (mode === 'before') acts.start(name.value.trim(), question.value.trim())
  }
  const form = h(
    'form',
    { class: 'in', submit: start },
    h('label', {}, h('span', {}, words.name, ' ', h('small', {}, words.optional)), name),
    h('label', {}, words.question, question),
  )
  const big = h('b')
  const more = h('p')
  const clock = h('p')
  const middle = h('div', { class: 'in mid' }, h('div', { role: 'status' }, big, more), clock)
  // No live region: what others say is told once, also while the window is closed; what she says herself is not.
  const log = h('div', { class: 'in log', role: 'log', 'aria-live': 'off', 'aria-label': words.log, tabindex: 0 })
  const drawLog = lines(log, acts)
  const writes = h('p', { class: 'by', role: 'status' })
  const [composer, text] = compose(acts)

  const press: Partial<Record<Mode, (e: Event) => void>> = {
    before: start,
    waiting: () => acts.cancel(),
    ended: () => acts.again(),
  }
  const go = h('button', { click: (e: Event) => (press[mode] ?? (() => acts.open()))(e) })
  const hint = h('p')
  const foot = h('div', { class: 'foot' }, go, hint)

  const head = h('div', { class: 'head' }, mark, h('div', {}, title, site), end, close)
  const window = h(
    'dialog',
    { 'aria-labelledby': 'title' },
    head,
    ask,
    lost,
    error,
    form,
    middle,
    log,
    writes,
    composer,
    foot,
  )

  const asking = (on?: boolean) => {
    if (on === undefined) return !ask.hidden
    ask.hidden = !on
    ;(on ? stay : end).focus()
    return on
  }

  const show = (s: Scene) => {
    mode = s.mode
    const [a, b, c, d, e] = said[mode].map((k) => words[k]) as [string, string, string, string, string]
    const talks = mode === 'talk'
    const names = talks && s.names.join(words.and)
    const last = s.lines.findLast((l) => l.from === 'them')
    peek.hidden = s.open || !s.news || !last
    pill.hidden = s.open
    news.hidden = !s.news
    write(who, last?.name ?? '')
    write(what, last?.text ?? '')
    write(label, s.lines.length ? words.launchBack : words.launch)
    news.replaceChildren(h('span', { class: 'sr' }, words.news), `${s.news}`)

    write(title, names || (s.busy ? words.title : a))
    write(site, s.site)
    write(mark, [...(names || s.site || a)][0] ?? '')
    end.hidden = !talks
    if (!talks) ask.hidden = true
    write(lost, s.lost ? words.lost : '')
    write(error, s.error)

    if (!filled) [name.value, question.value] = [s.name, s.question]
    filled = mode === 'before'
    form.hidden = !filled
    log.hidden = !talks && mode !== 'ended'
    middle.hidden = filled || !log.hidden
    write(big, s.busy ? words.connecting : b)
    write(more, s.busy ? '' : c)
    clock.hidden = s.busy || mode !== 'waiting'
    write(clock, fill(words.waited, length(Date.now() - s.since)))
    composer.hidden = writes.hidden = !talks
    foot.hidden = talks
    go.className = filled || mode === 'ended' ? 'go' : 'alt'
    write(go, d)
    write(hint, e)
    write(writes, s.typing.length ? fill(words.typing, s.typing.join(words.and)) : '')

    const low = log.scrollHeight - log.scrollTop - log.clientHeight < 40 || s.lines.at(-1)?.state
    drawLog(s.lines, s.lost)
    if (low) log.scrollTop = log.scrollHeight
  }

  const focus = (s: Scene) => {
    const inside = mode === 'talk' ? text : mode !== 'before' ? go : name.value ? question : name
    ;(s.open ? inside : pill).focus()
  }

  return { nodes: [peek, pill, window], window, show, focus, asking }
}

function compose(acts: Acts): [HTMLFormElement, HTMLTextAreaElement] {
  const go = h('button', { class: 'go', 'aria-label': words.send, disabled: true }, icon('send'))
  const hint = h('p', { role: 'alert' })
  const look = () => {
    const over = [...text.value].length - MAX_TEXT
    go.disabled = over > 0 || !text.value.trim()
    write(hint, over > 0 ? fill(words.tooLong, `${over}`) : '')
    acts.typing(text.value)
  }
  const submit = (e: Event) => {
    e.preventDefault()
    if (go.disabled) return
    acts.say(text.value.trim())
    text.value = ''
    look()
    text.focus()
  }
  const text = h('textarea', { rows: 1, 'aria-label': words.message, placeholder: words.write, input: look })
  return [h('form', { class: 'say', submit }, h('div', {}, text, hint), go), text]
}

function length(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(s / 60)}:${`${s % 60}`.padStart(2, '0')}`
}
