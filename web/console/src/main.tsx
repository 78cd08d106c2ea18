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
onClosed(() => void queries.invalidateQueries({ queryKey: ['transcripts'] }))
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
