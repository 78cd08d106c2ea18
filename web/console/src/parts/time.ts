// Times as people read them.

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const exact = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' })
const full = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' })

/** "14:05" */
export const hour = (at: number) => clock.format(at)

/** "14:05:12" */
export const second = (at: number) => exact.format(at)

/** "14:05" today, "3 Mar, 14:05" on another day. */
export function moment(at: number, now: number): string {
  if (new Date(at).toDateString() === new Date(now).toDateString()) return hour(at)
  return `${day.format(at)}, ${hour(at)}`
}

export const whole = (at: number) => full.format(at)

/** "0:09", "12:40", "1:02:03" */
export function span(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000))
  const [h, m, rest] = [Math.floor(s / 3600), Math.floor(s / 60) % 60, String(s % 60).padStart(2, '0')]
  return h ? `${h}:${String(m).padStart(2, '0')}:${rest}` : `${m}:${rest}`
}
