// What a person has chosen for this browser: theme, direction, whether keys act.

import { create } from 'zustand'
import { keep, recall } from '../session/outbox'

export interface Preferences {
  theme: 'system' | 'light' | 'dark'
  dir: 'ltr' | 'rtl'
  keys: boolean
}

const NAME = 'switchboard.preferences'
const usual: Preferences = { theme: 'system', dir: 'ltr', keys: true }

export const usePreferences = create<Preferences>(() => usual)

function show({ theme, dir }: Preferences): void {
  const page = document.documentElement
  page.dir = dir
  if (theme === 'system') delete page.dataset.theme
  else page.dataset.theme = theme
}

/** Takes up what was stored, and lets the page follow every change from now on. */
export function startPreferences(stored: Partial<Preferences> = recall(localStorage, NAME) ?? {}): void {
  usePreferences.setState({ ...usual, ...stored })
  show(usePreferences.getState())
  usePreferences.subscribe((p) => {
    keep(localStorage, NAME, p)
    show(p)
  })
}
