// The page's own elements that follow who is there (R59, R60): `data-switchboard-online` names when one is shown, and
// `data-switchboard-offline` when one is hidden, as `button:support`, `agent:noor`, or several of them: any one is enough.

interface Availability {
  buttons?: Record<string, boolean>
  agents?: Record<string, boolean>
}

const LOOK = 30_000
const ON = 'data-switchboard-online'
const OFF = 'data-switchboard-offline'

/** Looks now and each 30 s, while the page is seen and has such an element: also one that comes later. */
export function bound(api: string, deployment: string, tell: (name: string, there: Availability) => void): void {
  const look = async (): Promise<void> => {
    if (document.hidden || !document.querySelector(`[${ON}],[${OFF}]`)) return
    try {
      const answer = await fetch(`${api}/availability?deployment=${deployment}`)
      if (!answer.ok) return // as it was: nobody knows better
      const there: Availability = await answer.json()
      show(there)
      tell('availability', there)
    } catch {}
  }
  setInterval(look, LOOK)
  document.addEventListener('visibilitychange', look)
  void look()
}

export function show(there: Availability): void {
  const any = (list: string): boolean =>
    list.split(' ').some((who) => {
      const [kind, id = ''] = who.split(':')
      return there[`${kind}s` as keyof Availability]?.[id]
    })
  for (const [name, wanted] of [
    [ON, true],
    [OFF, false],
  ] as const)
    for (const e of document.querySelectorAll<HTMLElement>(`[${name}]`))
      e.hidden = any(e.getAttribute(name) ?? '') !== wanted
}
