// The script that a page includes: <script async src=".../widget.js" data-api="https://…" data-deployment="…" data-button="…">.
// Commands are pushed, also before it has loaded: (window.switchboard = window.switchboard || []).push(['open']).

import { Calls, type Deployment } from './calls'
import { SwitchboardChat } from './element'
import { type Known, Visit } from './visit'
import { words } from './words'

type Command = [name: string, argument?: Record<string, unknown>]

interface Page {
  switchboard?: Command[] | { push(...commands: Command[]): void }
}

function run(script: HTMLElement, queued: Command[]): void {
  const { api, deployment, button, accent, theme } = script.dataset
  if (!api || !deployment) {
    console.error('switchboard: the script needs data-api and data-deployment')
    return
  }
  customElements.define('switchboard-chat', SwitchboardChat)
  const element = document.createElement('switchboard-chat') as SwitchboardChat
  const paint = (colour?: string) => {
    if (!/^#[\da-f]{6}$/i.test(colour ?? '')) return
    element.style.setProperty('--sb-accent', colour as string)
    element.style.setProperty('--sb-on-accent', dark(colour as string) ? '#fff' : '#000')
  }
  const visit = new Visit(new Calls(api.replace(/\/$/, ''), deployment), {
    draw: (scene, hands) => element.draw(scene, hands),
    say: (text) => element.say(text),
    tell,
    dress: (d: Deployment) => accent || paint(d.accent),
  })
  const set = (o: { texts?: object; accent?: string; theme?: string; button?: string }) => {
    Object.assign(words, o.texts)
    paint(o.accent)
    if (o.theme) element.setAttribute('theme', o.theme)
    visit.button = o.button ?? visit.button
  }
  const commands: Record<string, (argument: Record<string, unknown>) => void> = {
    open: () => visit.open(),
    close: () => visit.close(),
    startChat(o) {
      visit.open()
      visit.start(String(o.name ?? visit.known.name ?? ''), String(o.question ?? ''))
    },
    set,
    identify: (known: Known) => {
      visit.known = known
    },
    shutdown: () => visit.shutdown(),
  }
  const push = (...list: Command[]) => {
    for (const [name, argument = {}] of list) {
      if (Object.hasOwn(commands, name)) commands[name]?.(argument)
      else console.error(`switchboard: there is no command "${name}"`)
    }
  }
  set({ accent, theme, button })
  element.acts = visit
  ;(window as Page).switchboard = { push }
  push(...queued.filter((c) => c[0] === 'set')) // words come before whatever shows them
  document.documentElement.append(element)
  visit.restore()
  addEventListener('pagehide', () => visit.bye())
  addEventListener('pageshow', (e) => (e as PageTransitionEvent).persisted && visit.back())
  push(...queued.filter((c) => c[0] !== 'set'))
  tell('ready')
}

function tell(name: string, detail: object = {}): void {
  dispatchEvent(new CustomEvent(`switchboard:${name}`, { detail }))
}

/** Whether white is the better text on a colour: the one with more contrast. */
function dark(colour: string): boolean {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => (Number.parseInt(colour.slice(i, i + 2), 16) / 255) ** 2.2)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.179
}

const queued = (window as Page).switchboard ?? []
const script = document.currentScript ?? document.querySelector<HTMLElement>('script[data-deployment]')
if (script && Array.isArray(queued)) run(script as HTMLElement, queued) // pasted twice, it runs once
