// <switchboard-chat>: draws a scene in a shadow root of its own, and tells what the person does. It knows no server.

import { h } from './dom'
import { type Acts, nothing, type Scene } from './scene'
import css from './widget.css?inline'
import { type Parts, parts } from './window'
import { words } from './words'

/** Where the window covers the page; the style sheet says the same. */
const FULL = '(max-width: 479px), (max-height: 559px)'
const KEYS = ['keydown', 'keyup', 'keypress']

export class SwitchboardChat extends HTMLElement {
  acts!: Acts
  #scene = nothing
  #root = this.attachShadow({ mode: 'open' })
  #parts?: Parts
  #voice = h('div', { class: 'sr', role: 'status' })
  #full = matchMedia(FULL)
  #tick?: ReturnType<typeof setInterval>

  connectedCallback(): void {
    if (!this.#parts) this.#build()
    // Whatever is typed here is ours: it goes no further than the first listener on its way, and the page hears nothing.
    for (const type of KEYS) addEventListener(type, this.#key, true)
    this.#full.addEventListener('change', this.#fit)
    visualViewport?.addEventListener('resize', this.#size)
    visualViewport?.addEventListener('scroll', this.#size)
    this.#tick = setInterval(() => this.#scene.mode === 'waiting' && this.#parts?.show(this.#scene), 1000)
  }

  disconnectedCallback(): void {
    for (const type of KEYS) removeEventListener(type, this.#key, true)
    this.#full.removeEventListener('change', this.#fit)
    visualViewport?.removeEventListener('resize', this.#size)
    visualViewport?.removeEventListener('scroll', this.#size)
    clearInterval(this.#tick)
  }

  /** Shows a scene. `hands` says that a person's own act led here: then the focus follows. */
  draw(scene: Scene, hands = false): void {
    const was = this.#scene
    this.#scene = scene
    const p = this.#parts
    if (!p) return
    const inside = p.window.contains(this.#root.activeElement)
    p.show(scene)
    if (scene.open !== p.window.open) this.#fit()
    if ((scene.open !== was.open || scene.mode !== was.mode) && (hands || inside)) p.focus(scene)
  }

  /** Tells those who listen, once, whether the window is open or not. */
  say(text: string): void {
    this.#voice.textContent = text
  }

  #build(): void {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    this.#root.adoptedStyleSheets = [sheet]
    this.lang = words.lang
    this.#parts = parts(this.acts)
    this.#parts.window.oncancel = (e) => e.preventDefault() // the key does it
    this.#root.append(...this.#parts.nodes, this.#voice)
    this.draw(this.#scene)
  }

  /** Opens and closes the window: over everything where it covers the page, beside the page otherwise. */
  #fit = (): void => {
    const w = this.#parts?.window
    if (w?.open) w.close()
    if (!w || !this.#scene.open) return
    if (this.#full.matches) w.showModal()
    else w.open = true // show() would take the focus, and a page that reloads has not asked for that
    this.#size()
  }

  /** Keeps the composer above a phone's keyboard where the page does not shrink by itself. */
  #size = (): void => {
    const style = this.#parts?.window.style
    style?.setProperty('--high', `${visualViewport?.height}px`)
    style?.setProperty('--top', `${visualViewport?.offsetTop}px`)
  }

  #key = (e: Event): void => {
    const k = e as KeyboardEvent
    const at = e.composedPath()[0] as HTMLTextAreaElement
    if (at.getRootNode?.() !== this.#root) return
    e.stopImmediatePropagation()
    if (k.type !== 'keydown' || k.isComposing) return
    if (k.key === 'Escape') {
      k.preventDefault()
      if (this.#parts?.asking()) this.#parts.asking(false)
      else if (this.#scene.open) this.acts.close()
    }
    if (k.key === 'Enter' && !k.shiftKey && at.matches('.say textarea')) {
      k.preventDefault()
      at.form?.requestSubmit()
    }
  }
}
