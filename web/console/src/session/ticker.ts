// Both ends of the timers that run in a worker: what the worker does, and the clock that the page gives to the link.

import type { Clock } from '../../../link/link'

export type Order = { set: number; ms: number } | { clear: number }

interface Port {
  postMessage(message: unknown): void
  addEventListener(type: 'message', f: (event: { data: unknown }) => void): void
}

/** The worker's end: sets and clears timers, and says which one rings. */
export function serveTimers(port: Port): void {
  const running = new Map<number, ReturnType<typeof setTimeout>>()
  port.addEventListener('message', (event) => {
    const order = event.data as Order
    if ('clear' in order) {
      clearTimeout(running.get(order.clear))
      running.delete(order.clear)
      return
    }
    running.set(
      order.set,
      setTimeout(() => {
        running.delete(order.set)
        port.postMessage(order.set)
      }, order.ms),
    )
  })
}

/** The page's end: a clock whose timers ring in a worker. */
export function workerClock(port: Port, now: () => number = Date.now): Clock {
  let last = 0
  const waiting = new Map<number, () => void>()
  port.addEventListener('message', (event) => {
    const ring = waiting.get(event.data as number)
    waiting.delete(event.data as number)
    ring?.()
  })
  return {
    now,
    setTimeout(f, ms) {
      last++
      waiting.set(last, f)
      port.postMessage({ set: last, ms } satisfies Order)
      return last
    },
    clearTimeout(timer) {
      if (waiting.delete(timer as number)) port.postMessage({ clear: timer as number } satisfies Order)
    },
  }
}
