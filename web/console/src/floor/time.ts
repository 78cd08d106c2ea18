// Long times, as a supervisor compares them.

import { span } from '../parts/time'
import { words } from '../words'

/** "4 h 02", and below an hour "12:40". */
export function hours(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000)
  if (minutes < 60) return span(ms)
  return words.floor.hours(Math.floor(minutes / 60), String(minutes % 60).padStart(2, '0'))
}
