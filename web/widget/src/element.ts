// <switchboard-chat>: draws a scene in a shadow root of its own, and tells what the person does. It knows no server.

import { h } from './dom'
import { type Acts, type Mode, nothing, type Scene } from './scene'
import { before } from './views/before'
import { head } from './views/head'
import { pill } from './views/pill'
import { plain } from './views/plain'
import { talk } from './views/talk'
import type { View } from './views/view'
import { waiting } from './views/waiting'
import css from './widget.css?inline'
import { words } from './words'

/** Where the window covers the page; the style sheet says the same. */
const FULL = '(max-width: 479px), (max-height: 559px)'

const views: Record<Mode, (acts: Acts) => View> = { before, away: plain, broken: plain, waiting, talk, ended: talk }

export class SwitchboardChat extends HTMLElement {
  acts!: Acts
  private scene = nothing
  private root = this.attachShadow({ mode: 'open' })
  private pill!: View
  private head!: ReturnType<typeof head>
  private body?: View
  private window = h('dialog', { 'aria-labelledby': 'title', cancel: (e: Event) => e.preventDefault() })
  private voice = h('div', { class: 'sr', role: 'status' })
  private full = matchMedia(FULL)
  private tick?: ReturnType<typeof setInterval>

  connectedCallback(): void {
    if (!this.head) this.build()
    // Whatever is typed here is ours: it goes no further than the first listener on the way, and pages that listen for
    // keys do not hear it.
    for (const type of ['keydown', 'keyup', 'keypress']) window.addEventListener(type, this.key, true)
    this.full.addEventListener('change', this.fit)
    visualViewport?.addEventListener('resize', this.size)
    visualViewport?.addEventListener('scroll', this.size)
    this.tick = setInterval(() => this.scene.mode === 'waiting' && this.body?.show(this.scene), 1000)
  }

  disconnectedCallback(): void {
    for (const type of ['keydown', 'keyup', 'keypress']) window.removeEventListener(type, this.key, true)
    this.full.removeEventListener('change', this.fit)
    visualViewport?.removeEventListener('resize', this.size)
    visualViewport?.removeEventListener('scroll', this.size)
    clearInterval(this.tick)
  }

  /** Shows a scene. `hands` says that a person's own act led here: then the focus follows. */
  draw(scene: Scene, hands = false): void {
    const was = this.scene
    this.scene = scene
    if (!this.head) return
    const turned = views[scene.mode] !== views[was.mode] || !this.body
    const inside = this.window.contains(this.root.activeElement)
    if (turned) this.turn(scene)
    this.head.show(scene)
    this.pill.show(scene)
    if (scene.open !== this.window.open) this.fit()
    this.body?.show(scene)
    const moved = scene.open !== was.open || scene.mode !== was.mode
    if (moved && (hands || inside)) (scene.open ? this.body : this.pill)?.focus()
  }

  /** Tells those who listen, once, whether the window is open or not. */
  say(text: string): void {
    this.voice.textContent = text
  }

  private build(): void {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    this.root.adoptedStyleSheets = [sheet]
    this.lang = words.lang
    this.pill = pill(this.acts)
    this.head = head(this.acts)
    this.root.append(...this.pill.nodes, this.window, this.voice)
    this.draw(this.scene)
  }

  private turn(scene: Scene): void {
    this.body = views[scene.mode](this.acts)
    this.window.replaceChildren(...this.head.nodes, ...this.body.nodes)
  }

  /** Opens and closes the window: over everything where it covers the page, beside the page otherwise. */
  private fit = (): void => {
    const { window: w, scene } = this
    if (w.open) w.close()
    if (!scene.open) return
    if (this.full.matches) w.showModal()
    else w.setAttribute('open', '') // show() would take the focus, and a page that reloads has not asked for that
    this.size()
  }

  /** Keeps the composer above a phone's keyboard where the page does not shrink by itself. */
  private size = (): void => {
    const v = visualViewport
    if (!v) return
    this.window.style.setProperty('--high', `${v.height}px`)
    this.window.style.setProperty('--top', `${v.offsetTop}px`)
  }

  private key = (e: Event): void => {
    const k = e as KeyboardEvent
    const target = e.composedPath()[0]
    if (!(target instanceof HTMLElement) || target.getRootNode() !== this.root) return
    e.stopImmediatePropagation()
    if (k.type !== 'keydown' || k.isComposing) return
    if (k.key === 'Escape') this.escape(k)
    if (k.key === 'Enter' && !k.shiftKey && target instanceof HTMLTextAreaElement && target.form?.className === 'say') {
      k.preventDefault()
      target.form.requestSubmit()
    }
  }

  private escape(k: KeyboardEvent): void {
    k.preventDefault()
    if (this.head.asking()) this.head.ask(false)
    else if (this.scene.open) this.acts.close()
  }
}
