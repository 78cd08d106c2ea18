// The chat behind the button, loaded when it is opened first: takes the page's commands over from there on.

import { calls } from './calls'
import type { Facade } from './facade'
import type { Command } from './main'
import { screen } from './screen'
import { visit } from './visit'

/** Does what was asked for meanwhile, goes on with a chat that there is, and answers whom to tell from now on. */
export function begin(
  { api = '', deployment = '' }: DOMStringMap,
  facade: Facade,
  tell: (name: string, detail?: object) => void,
  kept: Command[],
): (...list: Command[]) => void {
  const on = screen(facade)
  const v = visit(calls(api, deployment), deployment, {
    draw: on.draw,
    say: on.say,
    dress: ({ accent = '' }) => facade.host.style.setProperty('--sb-site', accent),
    tell,
  })
  const push = (...list: Command[]) => {
    for (const [name, argument] of list) v[name as 'set'](argument as object)
  }
  const words = kept.filter(([name]) => name === 'set') // they come before the parts that show them
  v.restore()
  push(...words)
  on.start(v)
  push(...kept.filter((command) => !words.includes(command)))
  addEventListener('pagehide', v.bye)
  addEventListener('pageshow', (e) => (e as PageTransitionEvent).persisted && v.back())
  return push
}
