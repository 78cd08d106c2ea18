// Sounds and notices on the desktop, each exactly when the configuration says so (R32, R33).

import { type Desk, useDesk } from '../desk/desk'
import { asked, type Row } from '../desk/waiting'
import { words } from '../words'
import { useSession } from './session'
import { play, readySound, type Tone } from './sound'

interface Ways {
  play(tone: Tone): void
  notify(title: string, text: string, tag: string): void
}

const runs = (r: Row) => r.phase === 'waiting' || r.phase === 'accepting' || r.phase === 'declining'

/** The requests that were not there a moment ago. */
export function fresh(is: Row[], was: Row[]): Row[] {
  const known = new Set(was.filter(runs).map((r) => r.request.chat))
  return is.filter((r) => r.phase === 'waiting' && !known.has(r.request.chat))
}

/** Whether she has just been logged out, or lost the connection while she was logged in. */
export function wentOut(is: Desk, was: Desk): boolean {
  const on = (d: Desk) => !!d.screen && d.screen.status !== 'Offline'
  const lost = is.line.lostAt !== undefined && was.line.lostAt === undefined
  return (on(was) && !!is.screen && !on(is)) || (lost && on(is))
}

function notify(title: string, body: string, tag: string): void {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return
  const note = new Notification(title, { body, tag })
  note.onclick = () => {
    window.focus()
    note.close()
  }
}

/** Asks whether notices may be shown, if they are switched on and nobody was asked yet. Browsers want a click for it. */
export function askToNotify(): void {
  if (!useSession.getState().me?.can.notifications || typeof Notification === 'undefined') return
  if (Notification.permission === 'default') void Notification.requestPermission()
}

/** Rings from now on. Gives back how to stop. */
export function ring(ways: Ways = { play, notify }): () => void {
  readySound()
  return useDesk.subscribe((is, was) => {
    const can = useSession.getState().me?.can
    if (!can || is.paused) return
    if (can.logoutSound && wentOut(is, was)) ways.play('logout')
    const come = is.rows === was.rows ? [] : fresh(is.rows, was.rows)
    if (come.length && can.requestSound) ways.play('request')
    for (const r of can.notifications ? come : []) {
      const { visitor, site, buttonName, chat } = r.request
      const name = visitor?.name || words.nobody
      ways.notify(asked(r) ? words.notify.offer(name) : words.notify.title(name), `${site} · ${buttonName}`, chat)
    }
  })
}
