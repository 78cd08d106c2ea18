// Elements made by hand: no markup is ever parsed, so a page's Trusted Types and content policy have nothing to refuse.

type Child = Node | string | false | undefined

/** Makes an element. A function is an event handler, true an attribute without value, false and undefined none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, unknown> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') e.addEventListener(name, value as EventListener)
    else if (value !== false && value !== undefined) e.setAttribute(name, value === true ? '' : String(value))
  }
  e.append(...(children.filter(Boolean) as (Node | string)[]))
  return e
}

const SVG = 'http://www.w3.org/2000/svg'

const PATHS = {
  chat: 'M2.5 4A1.5 1.5 0 0 1 4 2.5h8A1.5 1.5 0 0 1 13.5 4v5.5A1.5 1.5 0 0 1 12 11H7.5l-3 2.5V11H4a1.5 1.5 0 0 1-1.5-1.5z',
  minus: 'M3.2 8h9.6',
  send: 'M13.5 2.6 2.3 6.9l4.6 2.2 2.2 4.6zM6.9 9.1l3.2-3.2',
  warn: 'M8 2.6 14 13H2zM8 6.6v3M8 11.2v.1',
}

export type IconName = keyof typeof PATHS

/** An icon stands beside words, or in a button that has a name: it says nothing itself. */
export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  const path = document.createElementNS(SVG, 'path')
  svg.setAttribute('viewBox', '0 0 16 16')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('class', name)
  path.setAttribute('d', PATHS[name])
  svg.append(path)
  return svg
}
