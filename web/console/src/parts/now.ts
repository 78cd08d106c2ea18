// The moment that the screens show: the server's time, each second anew; it stands still while there is no connection.

import { useSyncExternalStore } from 'react'
import { useDesk } from '../desk/desk'

const watchers = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | undefined
let seen = 0

const moment = () => {
  const { line, now } = useDesk.getState()
  return Math.floor((line.lostAt ?? now()) / 1000) * 1000
}

function tick(): void {
  const next = moment()
  if (next === seen) return
  seen = next
  for (const w of watchers) w()
}

function watch(w: () => void): () => void {
  watchers.add(w)
  ticking ??= setInterval(tick, 250)
  return () => {
    watchers.delete(w)
    if (watchers.size) return
    clearInterval(ticking)
    ticking = undefined
  }
}

export const useNow = (): number => useSyncExternalStore(watch, moment)
