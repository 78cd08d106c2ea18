// The calls over HTTP that a visitor's page makes. The chat secret travels in a header of these and nowhere else.

import { Refused, type Ticket } from '../../link/link'

/** What a site tells of itself. */
export interface Deployment {
  site: string
  accent?: string
  buttons: { button: string; name: string; available: boolean }[]
}

const WAIT = 10_000

export class Calls {
  #api: string

  constructor(
    api: string,
    readonly deployment: string,
  ) {
    this.#api = api
  }

  ask(): Promise<Deployment> {
    return this.#call(`/deployments/${encodeURIComponent(this.deployment)}`, { signal: AbortSignal.timeout(WAIT) })
  }

  ticket(secret: string): Promise<Ticket> {
    return this.#post('/visitor/ticket', secret, { deployment: this.deployment }, { signal: AbortSignal.timeout(WAIT) })
  }

  /** Says that the page closes; the browser sends it even when the page is gone. */
  leave(secret: string, chat: string): void {
    this.#post('/visitor/leave', secret, { chat }, { keepalive: true }).catch(() => undefined) // nobody is left to tell
  }

  #post<T>(path: string, secret: string, body: object, how: RequestInit): Promise<T> {
    const headers = { 'content-type': 'application/json', 'x-chat-secret': secret }
    return this.#call(path, { method: 'POST', headers, body: JSON.stringify(body), ...how })
  }

  /** Rejects with Refused if the server said no and will say so again, with another error if it may be tried again. */
  async #call<T>(path: string, how: RequestInit): Promise<T> {
    const answer = await fetch(this.#api + path, { ...how, credentials: 'omit' })
    const body = await answer.json().catch(() => ({}))
    if (answer.ok) return body
    const words = body.message ?? ''
    throw answer.status < 500 && answer.status !== 429 ? new Refused(words) : new Error(words)
  }
}
