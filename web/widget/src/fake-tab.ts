// A tab of a visitor's browser, for tests of a visit: what it shows, says and tells, and what its tabs say to each other.

import { vi } from 'vitest'
import type { Server } from './fake-server'
import type { Scene } from './scene'
import { type Visit, visit } from './visit'

/** What one tab says, the others of the browser hear. */
export class Air {
  static all = new Set<Air>()
  onmessage?: (m: { data: unknown }) => void
  constructor(readonly name: string) {
    Air.all.add(this)
  }
  postMessage(data: unknown): void {
    for (const other of Air.all)
      if (other !== this && other.name === this.name) queueMicrotask(() => other.onmessage?.({ data }))
  }
}

/** A tab of Mara's browser: what it shows, says aloud and tells the page. */
export class Tab {
  scene!: Scene
  said: string[] = []
  told: string[] = []
  visit: Visit
  constructor(readonly server: Server) {
    const before = new Set(Air.all)
    this.visit = visit(
      server.calls(),
      'demo',
      {
        draw: (scene) => {
          this.scene = scene
        },
        say: (text) => void (text && this.said.push(text)), // nothing is read out by saying nothing
        tell: (name) => void this.told.push(name),
        dress: () => {},
      },
      { WebSocketCtor: server.Socket, random: () => 0.5 },
    )
    this.air = [...Air.all].filter((a) => !before.has(a))
    this.visit.restore()
  }
  private air: Air[]
  get texts(): string[] {
    return this.scene.lines.map((l) => l.text)
  }
  /** The page is gone: nothing it held hears anything any more. */
  closes(): void {
    this.visit.bye()
    for (const a of this.air) Air.all.delete(a)
    for (const s of this.server.sockets) s.onmessage = undefined
    vi.clearAllTimers()
  }
}

export const settle = () => vi.advanceTimersByTimeAsync(0)
