// What changes something is on its way one by one: of each chat the first, again and again under its id until it is
// answered, whatever becomes of the sockets meanwhile.

import { alarms, type Clock, SECOND } from './clock'
import type { Ack, ChatError } from './protocol.gen'

/** Why a frame was refused. Kinds are those of the server, and `gone` for a chat that was let go of. */
export class LinkError extends Error {
  constructor(
    readonly kind: string,
    message: string,
    readonly field?: string,
  ) {
    super(message)
  }
}

/** A frame without what the link fills in. */
export type Change = { action: string; chat?: string } & Record<string, unknown>

interface Job {
  frame: Change & { id: string; after?: number }
  tries: number
  silent: number
  done(ack: Ack): void
  fail(error: LinkError): void
}

/** What the queue asks of the link. */
interface Ways {
  ready(): boolean
  send(frame: object): void
  /** Up to which seq a chat is held. */
  after(chat: string): number
  /** Asks for what a chat has more. */
  read(chat: string): void
  heardAt(): number
  /** Gives the socket up and gets another. */
  drop(): void
}

const ACK = 8 * SECOND
const TRIES = 5

/** Frames about a chat that say nothing in its public log: they may come whatever their sender holds of it. */
const APART = /visit|whisper|watch/

export function queue(clock: Clock, random: () => number, ways: Ways) {
  const jobs = new Map<string, Job[]>()
  const { alarm } = alarms(clock)

  const first = (key: string): void => {
    const job = jobs.get(key)?.[0]
    if (!job || !ways.ready()) return
    const { frame } = job
    if (frame.chat && !APART.test(frame.action)) frame.after = Math.max(frame.after ?? 0, ways.after(frame.chat))
    const sent = clock.now()
    alarm(key, ACK, () => {
      if (ways.heardAt() < sent && job.silent++)
        ways.drop() // twice without a word of anything: the socket is dead
      else first(key)
    })
    ways.send(frame)
  }

  const find = (id?: string) => [...jobs].find(([, [job]]) => job?.frame.id === id)

  const settle = (id: string, then: (job: Job) => void): void => {
    const [key, list] = find(id) ?? []
    const job = list?.shift()
    if (!key || !job) return // answered already
    alarm(key)
    then(job)
    queueMicrotask(() => first(key)) // whoever waited for this one goes first
  }

  /** Reads once more, waits, or gets a new ticket, where that helps; otherwise the frame has failed. */
  const refused = ({ id, kind, chat, message, field }: ChatError): void => {
    const [key, [job] = []] = find(id) ?? []
    if (!id || !key || !job) return // unknown: the ack's time-out sends it again
    const hope = job.tries++ < TRIES
    if (hope && kind === 'behind' && chat)
      ways.read(chat) // it is sent again when the chat has been read
    else if (hope && kind === 'unauthorized') ways.drop()
    else if (hope && /internal|limited/.test(kind)) alarm(key, random() * SECOND * 2 ** job.tries, () => first(key))
    else settle(id, (j) => j.fail(new LinkError(kind, message, field)))
  }

  return {
    refused,
    add: (frame: Change, id: string) =>
      new Promise<Ack>((done, fail) => {
        const key = frame.chat ?? frame.action
        const list = jobs.get(key) ?? []
        jobs.set(key, list)
        if (list.push({ frame: { ...frame, id }, tries: 0, silent: 0, done, fail }) === 1) first(key)
      }),
    done: (ack: Ack) => settle(ack.id, (job) => job.done(ack)),
    /** Gives up whatever waits in a chat. */
    drop: (chat: string, error: LinkError) => {
      for (const job of jobs.get(chat)?.splice(0) ?? []) job.fail(error)
      alarm(chat)
    },
    resend: () => {
      for (const key of jobs.keys()) first(key)
    },
  }
}
