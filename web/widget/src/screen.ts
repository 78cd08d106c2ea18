// Draws scenes behind the facade's button, in its shadow root, and tells what the person does. It knows no server.

import { h } from './dom'
import { dress, type Facade, speak } from './facade'
import { type Acts, nothing, type Scene } from './scene'
import css from './widget.css?inline'
import { type Parts, parts } from './window'

export interface Screen {
  draw(scene: Scene): void
  /** Tells those who listen, once, whether the window is open or not. */
  say(text: string): void
  /** Begins to show what was drawn. A page that reloads with the window open has not asked for the focus. */
  start(acts: Acts): void
}

export function screen(facade: Facade): Screen {
  const { host, root } = facade
  /** Where the window covers the page; the style sheet says the same. */
  const full = matchMedia('(max-width:479px),(max-height:559px)')
  const voice = h('div', { class: 'sr', role: 'status' })
  let now = nothing
  let p: Parts | undefined

  /** Shows a scene. The focus follows who opens and closes the window, and stays in it from one part to the next. */
  const draw = (scene: Scene): void => {
    const { open, mode } = now
    now = scene
    if (!p) return
    const inside = p.window.contains(root.activeElement)
    p.show(scene)
    if (scene.open !== p.window.open) lay()
    if (scene.open !== open || (scene.mode !== mode && inside)) p.focus(scene.open)
  }

  /** Opens and closes the window: over everything where it covers the page, beside the page otherwise. */
  const lay = (): void => {
    const w = p?.window as HTMLDialogElement
    w.close()
    if (!now.open) return
    if (full.matches) w.showModal()
    else w.open = true // show() would take the focus
    size()
  }

  /** Keeps the composer above a phone's keyboard where the page does not shrink by itself. */
  const size = (): void => p?.window.style.setProperty('--high', `${visualViewport?.height}px`)

  return {
    draw,
    say: (text) => {
      voice.textContent = text
    },
    start(acts) {
      dress(root, css)
      speak(facade)
      p = parts(acts, facade)
      facade.pill.before(p.peek)
      root.append(p.window, voice)
      // Whatever is typed here is ours: it goes no further than the first listener on its way, and the page hears nothing.
      for (const type of ['keydown', 'keyup', 'keypress']) addEventListener(type, (e) => key(e, host, acts, p), true)
      full.addEventListener('change', lay)
      visualViewport?.addEventListener('resize', size)
      draw(now)
    },
  }
}

function key(e: Event, host: HTMLElement, acts: Acts, p?: Parts): void {
  const { target, type, key, shiftKey, isComposing } = e as KeyboardEvent
  if (target !== host) return
  e.stopImmediatePropagation()
  if (type !== 'keydown' || isComposing) return
  const at = host.shadowRoot?.activeElement as HTMLTextAreaElement
  if (key === 'Escape') {
    e.preventDefault()
    if (!p?.unask()) acts.close()
  } else if (key === 'Enter' && !shiftKey && at.matches('.say textarea')) {
    e.preventDefault()
    at.form?.requestSubmit()
  }
}
