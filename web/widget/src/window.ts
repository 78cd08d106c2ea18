// The window and the button that opens it: every part is made once, and shown or not as the scene is.

import { MAX_NAME, MAX_QUESTION, MAX_TEXT } from '../../link/protocol.gen'
import { button, h, write } from './dom'
import type { Facade } from './facade'
import { lines } from './lines'
import type { Acts, Mode, Scene } from './scene'
import * as w from './words'

/** In each state the title, what is said in the middle, the button's words, and what stands below it. */
const said: Record<Mode, string[]> = {
  before: [w.title, '', '', w.start, w.secrets],
  away: [w.awayTitle, w.away, w.later, w.retry],
  broken: [w.back, w.broken, w.later, w.retry],
  asking: [w.title, w.asking, '', w.cancel],
  waiting: [w.waitTitle, w.waiting, w.waitHow, w.cancel, w.browse],
  talk: [w.back],
  ended: [w.ended, '', '', w.again],
}

const saidIn = (mode: Mode, i: number): string => w.t(said[mode][i] ?? '')

export type Parts = ReturnType<typeof parts>

export function parts(acts: Acts, facade: Facade) {
  let mode: Mode = 'away'
  const { pill } = facade
  const [peek, showPill] = launcher(acts, facade)
  const [head, ask, asking, showHead] = header(acts)
  const [form, name, question, start] = before(acts)
  const [log, typing, say, text, showTalk] = conversation(acts)
  const [middle, showMiddle] = center()
  const [idle, showIdle] = warning()
  const lost = h('p.bar', { role: 'status' })
  const error = h('p.bar bad', { role: 'alert' })

  const press: Partial<Record<Mode, () => void>> = {
    before: start,
    asking: acts.end,
    waiting: acts.end,
    ended: acts.again,
  }
  const go = button('', () => (press[mode] ?? acts.open)())
  const hint = h('p')
  const foot = h('div.foot', {}, go, hint)
  const window = h(
    'dialog',
    { 'aria-label': w.t(w.title), cancel: acts.close },
    head,
    ask,
    lost,
    error,
    form,
    middle,
    log,
    typing,
    idle,
    say,
    foot,
  )

  return {
    peek,
    window,
    show(s: Scene): void {
      if (s.mode === 'before' && mode !== 'before') [name.value, question.value] = ['', s.question ?? '']
      name.value ||= s.name ?? ''
      mode = s.mode
      showPill(s)
      showHead(s)
      showTalk(s)
      showMiddle(s)
      showIdle(s)
      write(lost, s.lost ? w.t(w.lost) : '')
      write(error, s.error)
      form.hidden = mode !== 'before'
      foot.hidden = mode === 'talk'
      go.className = /before|ended/.test(mode) ? 'go' : 'alt'
      write(go, saidIn(mode, 3))
      write(hint, saidIn(mode, 4))
    },
    /** Puts the hands where they are wanted: in the window, or on the button that opens it. */
    focus(open: boolean): void {
      const inside = mode === 'talk' ? text : mode !== 'before' ? go : name.value ? question : name
      log.scrollTop = 0 // what is new is at its end
      ;(open ? inside : pill).focus()
    },
    /** Takes the question back whether to end the chat; reports whether there was one. */
    unask: (): boolean => !ask.hidden && asking(false),
  }
}

/** Closed: the button, and what came in meanwhile. */
function launcher(acts: Acts, { pill, label }: Facade): [HTMLElement, (s: Scene) => void] {
  const who = h('b', { dir: 'auto' })
  const what = h('span', { dir: 'auto' })
  const peek = button('peek', acts.open, who, what)
  const news = h('b')
  pill.append(' ', news)
  const show = ({ open, news: n, lines, ends }: Scene) => {
    const last = lines.findLast((l) => l.from === 'them')
    pill.hidden = open
    peek.hidden = open || !(n || ends)
    write(who, ends ? w.t(w.idle) : last?.name)
    write(what, last?.text)
    write(label, w.t(lines[0] ? w.back : w.title))
    write(news, n ? `${n}` : '')
    pill.ariaLabel = n ? `${label.textContent} ${n} ${w.t(w.news)}` : null
  }
  return [peek, show]
}

/** Who talks, End chat, which is asked twice, and closing the window, which keeps the chat. */
function header(acts: Acts): [HTMLElement, HTMLElement, (on: boolean) => true, (s: Scene) => void] {
  const title = h('bdi')
  const site = h('bdi')
  const asking = (on: boolean): true => {
    ask.hidden = !on
    ;(on ? stay : end).focus()
    return true
  }
  const sure = () => {
    asking(false)
    acts.end()
  }
  const end = button('', () => asking(true), w.t(w.end))
  const keep = button('', acts.keep, w.t(w.keep))
  const close = h('button', { 'aria-label': w.t(w.close), click: acts.close }, '\u2013')
  const stay = button('alt', () => asking(false), w.t(w.stay))
  const ask = h('div.bar', {}, h('p', {}, w.t(w.endAsk)), stay, button('alt', sure, w.t(w.end)))
  ask.hidden = true
  const show = (s: Scene) => {
    end.hidden = s.mode !== 'talk'
    if (end.hidden) ask.hidden = true
    keep.hidden = !s.keeps || !/talk|ended/.test(s.mode)
    const name = end.hidden ? '' : s.names.join(w.t(w.and))
    write(title, name || saidIn(s.mode, 0))
    write(site, s.site)
  }
  return [h('div.head', {}, h('div', {}, h('h2', {}, title), h('p', {}, site)), keep, end, close), ask, asking, show]
}

/** Before the chat: a name and a question, both as she likes. */
function before(acts: Acts): [HTMLElement, HTMLInputElement, HTMLTextAreaElement, () => void] {
  const name = h('input', { autocomplete: 'name', maxlength: MAX_NAME })
  const question = h('textarea', { rows: 4, maxlength: MAX_QUESTION })
  const start = () => acts.start(name.value.trim(), question.value.trim())
  const label = h('span', {}, w.t(w.name), ' ', h('small', {}, w.t(w.optional)))
  const form = h('form.in', { submit: start }, h('label', {}, label, name), h('label', {}, w.t(w.question), question))
  return [form, name, question, start]
}

/** As on a clock: 1:05. */
const long = (ms: number): string => {
  const s = Math.max(0, Math.round(ms / 1000))
  return `${Math.floor(s / 60)}:${`${s % 60}`.padStart(2, '0')}`
}

/** In the words' language: 3 minutes. */
const minutes = (ms: number): string =>
  Math.ceil(ms / 60_000).toLocaleString(w.texts.lang ?? 'en', { style: 'unit', unit: 'minute', unitDisplay: 'long' })

/** She has not answered for long. What counts down is read by the eyes alone; that it does was told once. */
function warning(): [HTMLElement, (s: Scene) => void] {
  const left = h('span')
  const e = h('div.bar', {}, h('b', {}, w.t(w.idle)), left)
  const show = ({ ends = 0 }: Scene) => {
    e.hidden = !ends
    write(left, w.t(w.idleHow, long(ends)))
  }
  return [e, show]
}

/** A few words in the middle: she waits, or there is no chat. Never a place in the queue that we do not know. */
function center(): [HTMLElement, (s: Scene) => void] {
  const what = h('b')
  const more = h('p')
  const clock = h('p')
  const e = h('div.in mid', {}, h('div', { role: 'status' }, what, more), clock)
  const show = ({ mode, waited = 0, place = 0, wait = 0 }: Scene) => {
    e.hidden = !saidIn(mode, 1)
    write(what, saidIn(mode, 1))
    write(
      more,
      [place > 0 && w.t(w.place, `${place}`), wait > 0 && w.t(w.wait, minutes(wait))].filter(Boolean).join(' ') ||
        saidIn(mode, 2),
    )
    write(clock, mode === 'waiting' ? w.t(w.waited, long(waited)) : '')
  }
  return [e, show]
}

/**
 * The conversation. The log is no live region: what others say is told once, also while the window is closed; what she
 * says herself is not told to her.
 */
function conversation(acts: Acts): [HTMLElement, HTMLElement, HTMLElement, HTMLElement, (s: Scene) => void] {
  const list = h('div.in')
  const log = h('div.log', { role: 'log', 'aria-live': 'off', 'aria-label': w.t(w.log), tabindex: 0 }, list)
  const draw = lines(list, acts)
  const typing = h('p.by', { role: 'status' })
  const [form, text, hold] = composer(acts)
  const show = ({ mode, lines, lost = false, typing: who, passed = false }: Scene) => {
    form.hidden = mode !== 'talk'
    hold(passed)
    log.hidden = form.hidden && mode !== 'ended'
    write(typing, who[0] && !form.hidden ? w.t(w.typing, who.join(w.t(w.and))) : '')
    draw(lines, lost)
    if (lines.at(-1)?.state) log.scrollTop = 0 // its end, where it stays unless she has scrolled
  }
  return [log, typing, form, text, show]
}

/** Where she writes; nowhere, while nobody would read it (R145). */
function composer(acts: Acts): [HTMLElement, HTMLElement, (passed: boolean) => void] {
  const go = h('button.go', {}, w.t(w.send))
  const input = () => {
    go.disabled = text.readOnly || !text.value.trim()
    acts.typing(text.value)
  }
  const submit = () => {
    if (go.disabled) return
    acts.say(text.value.trim())
    text.value = ''
    input()
    text.focus()
  }
  const text = h('textarea', {
    rows: 1,
    maxlength: MAX_TEXT,
    'aria-label': w.t(w.write),
    placeholder: w.t(w.write),
    input,
  })
  go.disabled = true
  const hold = (passed: boolean) => {
    text.readOnly = passed
    text.placeholder = w.t(passed ? w.passed : w.write)
    go.disabled = passed || !text.value.trim()
  }
  return [h('form.say', { submit }, text, go), text, hold]
}
