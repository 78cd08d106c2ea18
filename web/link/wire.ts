// The socket behind the link: opened with a ticket of its own, again when it closes, and replaced in time by a newer one
// that takes over before the older is dropped. Whatever an older one still says is ignored.

import { alarms, type Clock, MINUTE, SECOND } from './clock'
import { type Received, SUBPROTOCOL, TICKET_PREFIX } from './protocol.gen'

/** Where a socket is opened, and the ticket that opens it once. */
export interface Ticket {
  ticket: string
  socket: string
}

/** An error of the ticket call that a new attempt will not change. */
export class Refused extends Error {}

export interface Status {
  /** refused: the server does not know us (any more); sign in or begin anew. */
  state: 'idle' | 'connecting' | 'open' | 'offline' | 'refused' | 'stopped'
  /** Since when, by this machine's clock; attempts to come back do not change it. */
  since: number
  error?: string
}

/** What the wire asks of the link. */
interface Ends {
  ticket(): Promise<Ticket>
  /** The first frame on every socket. */
  hello(): object
  /** `fresh`: this socket has just taken over. */
  heard(frame: Received, fresh: boolean): void
  set(state: Status['state'], error?: string): void
  /** Nobody waits: there is time. */
  calm(): boolean
}

export type SocketCtor = new (url: string, protocols: string[]) => WebSocket

const OPENING = 10 * SECOND
const HURRIED = 15 * SECOND

export function wire(clock: Clock, random: () => number, ends: Ends, Ctor: SocketCtor) {
  let current: WebSocket | undefined
  /** The one that is being opened; an empty object while its ticket is fetched. */
  let next: Partial<WebSocket> | undefined
  let attempt = 0
  let heardAt = 0
  const { alarm, clear } = alarms(clock)

  const connect = async (): Promise<void> => {
    if (next) return
    if (!current) ends.set('connecting')
    const claim: Partial<WebSocket> = {}
    next = claim
    try {
      const t = await ends.ticket()
      if (next === claim) listen(new Ctor(t.socket, [SUBPROTOCOL, TICKET_PREFIX + t.ticket]))
    } catch (error) {
      if (next !== claim) return
      next = undefined
      if (error instanceof Refused) ends.set('refused', error.message)
      else again()
    }
  }

  const listen = (ws: WebSocket): void => {
    next = ws
    ws.onopen = () => ws.send(JSON.stringify(ends.hello()))
    ws.onmessage = (m) => hear(ws, m.data)
    ws.onclose = () => closed(ws)
    alarm('open', OPENING, () => drop(ws))
  }

  const hear = (ws: WebSocket, text: string): void => {
    if (ws !== current && ws !== next) return
    heardAt = clock.now()
    const frame: Received = JSON.parse(text)
    const fresh = ws === next && frame.type === 'resumed'
    if (fresh) {
      const old = current
      current = ws
      next = undefined
      attempt = 0
      alarm('open')
      old?.close(1000)
    }
    if (frame.type) ends.heard(frame, fresh) // the gateway's own notices have none: unknown
  }

  const closed = (ws: WebSocket): void => {
    if (ws === next) next = undefined
    else if (ws === current) current = undefined
    else return
    again()
  }

  /** A socket that is dead may take minutes to say so. */
  const drop = (ws = current): void => {
    if (!ws) return
    closed(ws)
    ws.close()
  }

  /** Tries again, with full jitter. */
  const again = (): void => {
    if (!current) ends.set('offline')
    const most = Math.min(ends.calm() ? MINUTE : HURRIED, SECOND * 2 ** attempt++)
    alarm('again', random() * most, connect)
  }

  /** Tries at once, as when the browser is online again. */
  const hasten = (): void => {
    if (current) return
    attempt = 0
    alarm('again')
    void connect()
  }

  return {
    hasten,
    drop,
    ready: () => !!current,
    heardAt: () => heardAt,
    /** A socket that closes swallows it; whoever needs an answer sends again. */
    send: (frame: object) => current?.send(JSON.stringify(frame)),
    /** Has a newer socket opened, which then takes over. */
    renewIn: (ms: number) => alarm('renew', ms, connect),
    stop: () => {
      clear()
      const old = [current, next]
      current = next = undefined
      for (const ws of old) ws?.close?.(1000)
    },
  }
}
