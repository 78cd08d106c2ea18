// The calls over HTTP that a visitor's page makes. The chat secret travels in a header of these and nowhere else.

import { Refused, type Ticket } from '../../link/link'

/** What a site tells of itself. */
export interface Deployment {
  site: string
  accent?: string
  buttons: { button: string; name: string; available: boolean }[]
}

const WAIT = 10_000

export type Calls = ReturnType<typeof calls>

export function calls(api: string, deployment: string) {
  /**
   * Rejects with Refused if the server said no and will say so again, with another error if it may be tried again. What
   * carries a secret is kept alive by the browser when the page goes.
   */
  const call = async (path: string, secret?: string, body?: object) => {
    const post = { method: 'POST', headers: { 'content-type': 'application/json', 'x-chat-secret': secret as string } }
    const how = {
      signal: AbortSignal.timeout(WAIT),
      ...(secret && { ...post, keepalive: true, body: JSON.stringify(body) }),
    }
    const answer = await fetch(api + path, how)
    const said = await answer.json().catch(() => ({}))
    if (answer.ok) return said
    throw answer.status < 500 && answer.status !== 429 ? new Refused(said.message) : said
  }
  return {
    ask: (): Promise<Deployment> => call(`/deployments/${deployment}`),
    ticket: (secret: string): Promise<Ticket> => call('/visitor/ticket', secret, { deployment }),
    /** Says that the page closes. Nobody is there to hear the answer. */
    leave: (secret: string, chat: string) => call('/visitor/leave', secret, { chat }).catch(() => {}),
  }
}
