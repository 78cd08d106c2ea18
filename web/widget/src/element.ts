// <switchboard-chat>: draws a scene in a shadow root of its own, and tells what the person does. It knows no server.

import { h } from './dom'
import { type Acts, nothing, type Scene } from './scene'
import css from './widget.css?inline'
import { type Parts, parts } from './window'
import { texts } from './words'

/** Where the window covers the page; the style sheet says the same. */
const full = matchMedia('(max-width:479px),(max-height:559px)')

export class SwitchboardChat extends HTMLElement {
  acts!: Acts
  #scene = nothing
  #parts?: Parts
  #voice = h('div', { class: 'sr', role: 'status' })

  connectedCallback(): void {
    if (this.#parts) return
    const root = this.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets = [sheet]
    this.lang = texts.lang ?? 'en'
    this.#parts = parts(this.acts)
    root.append(...this.#parts.nodes, this.#voice)
    // Whatever is typed here is ours: it goes no further than the first listener on its way, and the page hears nothing.
    for (const type of ['keydown', 'keyup', 'keypress']) addEventListener(type, this.#key, true)
    full.addEventListener('change', this.#fit)
    visualViewport?.addEventListener('resize', this.#size)
    setInterval(() => this.#scene.mode === 'waiting' && this.#parts?.show(this.#scene), 1000)
    // A page that reloads with the window open has not asked for the focus.
    this.draw(this.#scene)
  }

  /** Shows a scene. The focus follows who opens and closes the window, and stays in it from one part to the next. */
  draw(scene: Scene): void {
    const { open, mode } = this.#scene
    const p = this.#parts
    this.#scene = scene
    if (!p) return
    const inside = p.window.contains(this.shadowRoot?.activeElement ?? null)
    p.show(scene)
    if (scene.open !== p.window.open) this.#fit()
    if (scene.open !== open || (scene.mode !== mode && inside)) p.focus(scene.open)
  }

  /** Tells those who listen, once, whether the window is open or not. */
  say(text: string): void {
    this.#voice.textContent = text
  }

  /** Opens and closes the window: over everything where it covers the page, beside the page otherwise. */
  #fit = (): void => {
    const w = this.#parts?.window as HTMLDialogElement
    w.close()
    if (!this.#scene.open) return
    if (full.matches) w.showModal()
    else w.open = true // show() would take the focus
    this.#size()
  }

  /** Keeps the composer above a phone's keyboard where the page does not shrink by itself. */
  #size = (): void => {
    this.#parts?.window.style.setProperty('--high', `${visualViewport?.height}px`)
  }

  #key = (e: Event): void => {
    const { target, type, key, shiftKey, isComposing } = e as KeyboardEvent
    if (target !== this) return
    e.stopImmediatePropagation()
    if (type !== 'keydown' || isComposing) return
    const at = this.shadowRoot?.activeElement as HTMLTextAreaElement
    if (key === 'Escape') {
      e.preventDefault()
      if (!this.#parts?.unask()) this.acts.close()
    } else if (key === 'Enter' && !shiftKey && at.matches('.say textarea')) {
      e.preventDefault()
      at.form?.requestSubmit()
    }
  }
}
