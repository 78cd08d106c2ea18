import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { App, queries } from './app/App'
import { startPreferences } from './app/preferences'
import { onClosed } from './desk/acts'
import { begin } from './session/begin'
import './styles/index.css'

const base = import.meta.env.BASE_URL

startPreferences()
// A closed chat's transcript is there at once, or a moment later if whoever makes it was interrupted.
onClosed(() => {
  for (const ms of [0, 3_000, 15_000])
    setTimeout(() => void queries.invalidateQueries({ queryKey: ['transcripts'] }), ms)
})
void begin(base)

const root = document.getElementById('root')
if (!root) throw new Error('the page has no root')
createRoot(root).render(
  <StrictMode>
    <Router base={base.replace(/\/$/, '')}>
      <App />
    </Router>
  </StrictMode>,
)
