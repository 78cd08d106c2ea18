/** Time, so that a test or a worker can stand in for the page. */
export interface Clock {
  now(): number
  setTimeout(f: () => void, ms: number): unknown
  clearTimeout(t: unknown): void
}

export const SECOND = 1000
export const MINUTE = 60_000

export const pageClock: Clock = {
  now: () => Date.now(),
  setTimeout: (f, ms) => setTimeout(f, ms),
  clearTimeout: (t) => clearTimeout(t as number),
}

export type Alarms = ReturnType<typeof alarms>

/** Timers by name: one that is set again replaces the one before. Without a time it is taken back. */
export function alarms(clock: Clock) {
  const set = new Map<string, unknown>()
  const alarm = (name: string, ms?: number, f?: () => void) => {
    clock.clearTimeout(set.get(name))
    set.delete(name)
    if (!f) return
    const run = () => {
      set.delete(name)
      f()
    }
    set.set(name, clock.setTimeout(run, ms ?? 0))
  }
  return {
    alarm,
    has: (name: string) => set.has(name),
    clear: () => {
      for (const name of set.keys()) alarm(name)
    },
  }
}
