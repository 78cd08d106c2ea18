// Starts the worker that keeps time.

import type { Clock } from '../../../link/link'
import { workerClock } from './ticker'
import address from './ticker.worker.ts?worker&url'

/** The name that a policy on Trusted Types has to permit. */
const POLICY = 'switchboard-console'

interface ScriptPolicy {
  createScriptURL(url: string): string
}
interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy
}

/** Lets through the one address that was built in, and nothing else. */
function permitted(): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes
  const rules = {
    createScriptURL(url: string) {
      if (url !== address) throw new TypeError(`not the timer: ${url}`)
      return url
    },
  }
  return policies ? policies.createPolicy(POLICY, rules).createScriptURL(address) : address
}

export function startClock(): Clock {
  return workerClock(new Worker(permitted(), { type: 'module' }))
}
