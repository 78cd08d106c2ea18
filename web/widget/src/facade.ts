// What a page carries until somebody opens the chat: the button alone, in a shadow root of its own.

import css from './facade.css?inline'
import { t, texts, title } from './words'

export interface Facade {
  host: HTMLElement
  root: ShadowRoot
  pill: HTMLButtonElement
  /** Stands on the button, and is written again when the page has brought words of its own. */
  label: HTMLElement
}

/** Adds a style sheet, which no content policy refuses. */
export function dress(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets.push(sheet)
}

export function facade(open: () => void): Facade {
  const host = document.createElement('switchboard-chat')
  const root = host.attachShadow({ mode: 'open' })
  const pill = document.createElement('button')
  const label = document.createElement('span')
  dress(root, css)
  pill.className = 'pill go'
  pill.onclick = open
  pill.append(label)
  root.append(pill)
  const f = { host, root, pill, label }
  speak(f)
  return f
}

/** Says it in the page's words. */
export function speak({ host, label }: Facade): void {
  host.lang = texts.lang ?? 'en'
  label.textContent = t(title)
}
