// The script that a page includes: <script async src=".../widget.js" data-api="https://…" data-deployment="…" data-button="…">.
// Commands are pushed, also before it has loaded: (window.switchboard = window.switchboard || []).push(['open']).

import { calls } from './calls'
import { SwitchboardChat } from './element'
import { visit } from './visit'

type Command = [name: string, argument?: object]

interface Page {
  switchboard?: { push(...commands: Command[]): void }
}

function run({ dataset }: HTMLElement, queued: Command[]): void {
  const { api, deployment } = dataset
  if (!api || !deployment) throw new Error('switchboard: data-api and data-deployment are needed')
  customElements.define('switchboard-chat', SwitchboardChat)
  const element = document.createElement('switchboard-chat') as SwitchboardChat
  const tell = (name: string, detail?: object) => dispatchEvent(new CustomEvent(`switchboard:${name}`, { detail }))
  const v = visit(calls(api, deployment), deployment, {
    draw: (scene) => element.draw(scene),
    say: (text) => element.say(text),
    dress: ({ accent = '' }) => element.style.setProperty('--sb-site', accent),
    tell,
  })
  const push = (...list: Command[]) => {
    for (const [name, argument = {}] of list) {
      if (/^(open|close|startChat|set|identify|shutdown)$/.test(name)) v[name as 'set'](argument)
      else console.error('switchboard: no command', name)
    }
  }
  element.acts = v
  ;(window as Page).switchboard = { push }
  v.restore()
  push(['set', dataset], ...queued) // words come before the element that shows them
  document.documentElement.append(element)
  addEventListener('pagehide', v.bye)
  addEventListener('pageshow', (e) => (e as PageTransitionEvent).persisted && v.back())
  tell('ready')
}

const script = document.currentScript ?? document.querySelector('script[data-deployment]')
const queued = (window as Page).switchboard ?? []
if (script && Array.isArray(queued)) run(script as HTMLElement, queued) // pasted twice, it runs once
