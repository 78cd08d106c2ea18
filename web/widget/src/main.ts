// The script that a page includes: <script async src=".../widget.js" data-api="https://…" data-deployment="…" data-button="…">.
// Commands are pushed, also before it has loaded: (window.switchboard = window.switchboard || []).push(['open']).
//
// It shows the button, and keeps what it is told. The chat itself is loaded when somebody opens it, or has one already.

import { bound } from './bound'
import type { begin } from './chat'
import { facade, speak } from './facade'
import { texts } from './words'

export type Command = [name: string, argument?: object]

interface Page {
  switchboard?: { push(...commands: Command[]): void }
}

const tell = (name: string, detail?: object): boolean =>
  dispatchEvent(new CustomEvent(`switchboard:${name}`, { detail }))

/** Whether this browser has a chat that goes on; where it keeps nothing, there is none. */
function runs(prefix: string): boolean {
  try {
    return !!JSON.parse(localStorage.getItem(`${prefix}chat`) ?? 'null')
  } catch {
    return false
  }
}

function run({ dataset, src }: HTMLScriptElement, queued: Command[]): void {
  const { api, deployment } = dataset
  if (!api || !deployment) throw new Error('switchboard: data-api and data-deployment are needed')
  const prefix = `switchboard.${deployment}.`
  let kept: Command[] = []
  let loading = false
  let pushed = (...list: Command[]): void => {
    for (const command of list) {
      const [name, argument] = command
      kept.push(command)
      if (name === 'set') Object.assign(texts, (argument as { texts?: object }).texts)
      if (/^(open|startChat|shutdown)$/.test(name)) load()
    }
    speak(f)
  }
  const push = (...list: Command[]): void => {
    for (const [name, argument = {}] of list) {
      if (/^(open|close|startChat|set|identify|shutdown)$/.test(name)) pushed([name, argument])
      else console.error('switchboard: no command', name)
    }
  }
  const load = async (): Promise<void> => {
    if (loading) return
    loading = true
    try {
      const from = `${new URL('chat.js', src)}`
      const chat: { begin: typeof begin } = await import(/* @vite-ignore */ from)
      pushed = chat.begin(dataset, f, tell, kept)
    } catch (error) {
      console.error(error)
      loading = false // the next press tries again
    }
  }
  const f = facade(() => push(['open']))
  ;(window as Page).switchboard = { push }
  push(['set', dataset], ...queued) // words come before the element that shows them
  document.documentElement.append(f.host)
  // Another tab has begun a chat: it is this one's too. Or it has forgotten her.
  new BroadcastChannel(prefix).onmessage = ({ data: [word] }) => {
    if (word === 'chat') void load()
    if (word === 'out') kept = kept.filter(([name]) => name !== 'identify')
  }
  if (runs(prefix)) void load()
  bound(api, deployment, tell)
  tell('ready')
}

const script = document.currentScript ?? document.querySelector('script[data-deployment]')
const queued = (window as Page).switchboard ?? []
if (script && Array.isArray(queued)) run(script as HTMLScriptElement, queued) // pasted twice, it runs once
