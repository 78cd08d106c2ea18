// Every state of the console without a backend: ?state=…&theme=dark&dir=rtl, or a list of all of them.

import { StrictMode, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { App } from '../app/App'
import { startPreferences } from '../app/preferences'
import { enter, states } from './states'
import '../styles/index.css'

const asked = new URLSearchParams(location.search)
const theme = asked.get('theme') === 'dark' ? 'dark' : asked.get('theme') === 'light' ? 'light' : 'system'
const dir = asked.get('dir') === 'rtl' ? 'rtl' : 'ltr'

function Index() {
  return (
    <main className="page">
      <div>
        <h1>States of the console</h1>
        <ul>
          {Object.entries(states).map(([name, { says }]) => (
            <li key={name}>
              <a href={`?state=${name}`}>{name}</a> {says} · <a href={`?state=${name}&theme=dark`}>dark</a> ·{' '}
              <a href={`?state=${name}&dir=rtl`}>right to left</a>
            </li>
          ))}
        </ul>
      </div>
    </main>
  )
}

function Shown({ name }: { name: string }) {
  useEffect(() => {
    const { focus } = states[name] ?? {}
    if (focus) document.querySelector<HTMLElement>(focus)?.focus()
  }, [name])
  const { hook } = memoryLocation({ path: states[name]?.at ?? '/' })
  return (
    <Router hook={hook}>
      <App />
    </Router>
  )
}

startPreferences({ theme, dir })
const name = asked.get('state') ?? ''
const state = states[name]
if (state) enter(state)

const root = document.getElementById('root')
if (!root) throw new Error('the page has no root')
createRoot(root).render(<StrictMode>{state ? <Shown name={name} /> : <Index />}</StrictMode>)
