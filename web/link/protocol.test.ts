import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Received, Sent } from './protocol.gen'
import { Timeline } from './timeline'

// The golden frames are written by Go; whatever TypeScript makes of them must be what Go meant.
const golden = (kind: 'sent' | 'received') =>
  readdirSync('../api/golden')
    .filter((f) => f.startsWith(`${kind}-`))
    .map((f) => JSON.parse(readFileSync(`../api/golden/${f}`, 'utf8')))

describe('the golden frames', () => {
  it('every frame that a client sends names its action, and its id if it changes something', () => {
    for (const frame of golden('sent') as Sent[]) {
      expect(frame.action).toBeTruthy()
      if (frame.action !== 'typing' && frame.action !== 'offered') expect(frame.id).toBeTruthy()
    }
  })

  it('every frame that a client receives names its type', () => {
    expect((golden('received') as Received[]).map((f) => f.type).sort()).toEqual([
      'absent',
      'ack',
      'beat',
      'chat',
      'error',
      'events',
      'opened',
      'panel',
      'place',
      'resumed',
      'screen',
      'shut',
      'typing',
      'waiting',
      'withdrawn',
    ])
  })

  it('a resumed chat and the events behind it make a timeline', () => {
    const frames = golden('received') as Received[]
    const resumed = frames.find((f) => f.type === 'resumed')
    if (resumed?.type !== 'resumed' || !('chats' in resumed)) throw new Error('no resumed frame')
    const t = new Timeline('c1')
    const [view] = resumed.chats
    if (!view) throw new Error('no chat in it')
    expect(t.see(view)).toBe(true) // it holds event 3 only: a gap
    expect(t.chat?.parties.find((p) => p.me)?.party).toBe('a1')
  })
})
