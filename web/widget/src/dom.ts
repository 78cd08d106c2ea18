// Elements made by hand: no markup is ever parsed, so a page's Trusted Types and content policy have nothing to refuse.

type Tag = keyof HTMLElementTagNameMap
type Child = Node | string | false | undefined

/** Makes an element, `div.bar` with a class. An attribute that is a function is done instead of what an event does. */
export function h<K extends Tag>(
  name: K | `${K}.${string}`,
  attributes: Record<string, unknown> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const [tag, type] = name.split('.') as [K, string?]
  const e = document.createElement(tag)
  if (type) e.className = type
  for (const [key, value] of Object.entries(attributes)) {
    const act = (event: Event) => {
      event.preventDefault()
      ;(value as () => void)()
    }
    if (typeof value === 'function') e.addEventListener(key, act)
    else e.setAttribute(key, `${value}`)
  }
  e.append(...(children.filter(Boolean) as Node[]))
  return e
}

/** A button with words. */
export const button = (type: string, click: () => void, ...children: Child[]): HTMLButtonElement =>
  h(`button.${type}`, { click }, ...children)

/** Writes only what changed: some of it is read out whenever it is written. */
export function write(e: Node, text = ''): void {
  if (e.textContent !== text) e.textContent = text
}
