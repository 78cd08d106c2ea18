// The windows of one console: who this one is, which others are open, and who goes on when the ruling one closes. An id
// survives a reload, so that a reload is no new window; a copied window gets an id of its own.

import { newID } from '../../../link/link'
import { type Kept, keep, recall } from './outbox'

const TAB = 'switchboard.tab'

type Note = { kind: 'hello' | 'here' | 'closing'; tab: string; opened: number; rules?: boolean }

interface Channel {
  postMessage(note: Note): void
  addEventListener(type: 'message', f: (event: { data: Note }) => void): void
}

interface Locks {
  request(name: string, options: { ifAvailable: boolean }, held: (lock: unknown) => Promise<void>): Promise<unknown>
}

/** The id of this window: the one it had before a reload, unless a copy of the window holds it. */
export async function tabID(store: Kept, locks: Locks | undefined): Promise<string> {
  let id = recall<string>(store, TAB) ?? newID()
  if (locks && !(await claimed(locks, id))) {
    id = newID()
    await claimed(locks, id)
  }
  keep(store, TAB, id)
  return id
}

function claimed(locks: Locks, id: string): Promise<boolean> {
  return new Promise((done) => {
    locks
      .request(`switchboard-tab-${id}`, { ifAvailable: true }, (lock) => {
        done(!!lock)
        return lock ? new Promise(() => undefined) : Promise.resolve() // held as long as the page lives
      })
      .catch(() => done(true))
  })
}

/** A ruling window that closes may only be reloading: so long the others wait before one goes on for it. */
const RELOAD = 3_000

export class Windows {
  /** Other windows of the console, with the time each was opened. */
  readonly others = new Map<string, number>()

  constructor(
    readonly tab: string,
    private readonly channel: Channel,
    private readonly opened: number,
    /** Called when the ruling window has closed and this one is the newest left. */
    private readonly inherit: () => void,
    private readonly later: (f: () => void, ms: number) => void = (f, ms) => void setTimeout(f, ms),
  ) {
    channel.addEventListener('message', (event) => this.heard(event.data))
    this.tell('hello')
  }

  get last(): boolean {
    return this.others.size === 0
  }

  closing(rules: boolean): void {
    this.channel.postMessage({ kind: 'closing', tab: this.tab, opened: this.opened, rules })
  }

  private tell(kind: 'hello' | 'here'): void {
    this.channel.postMessage({ kind, tab: this.tab, opened: this.opened })
  }

  private heard(note: Note): void {
    if (note.tab === this.tab) return
    if (note.kind === 'closing') {
      this.others.delete(note.tab)
      if (note.rules) this.later(() => this.closed(note.tab), RELOAD)
      return
    }
    this.others.set(note.tab, note.opened)
    if (note.kind === 'hello') this.tell('here')
  }

  private closed(tab: string): void {
    const newest = [...this.others.values()].every((opened) => opened <= this.opened)
    if (newest && !this.others.has(tab)) this.inherit()
  }
}
