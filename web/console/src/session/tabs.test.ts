import { beforeEach, expect, test } from 'vitest'
import { tabID, Windows } from './tabs'

/** Windows of one browser: what one tells, all others hear. */
class Air {
  private ears: ((e: { data: never }) => void)[] = []
  channel() {
    let own: ((e: { data: never }) => void) | undefined
    return {
      postMessage: (data: unknown) => {
        for (const e of this.ears) if (e !== own) e({ data: data as never })
      },
      addEventListener: (_: 'message', f: (e: { data: never }) => void) => {
        own = f
        this.ears.push(f)
      },
    }
  }
}

function storage() {
  const map = new Map<string, string>()
  return {
    getItem: (k: string) => map.get(k) ?? null,
    setItem: (k: string, v: string) => void map.set(k, v),
    removeItem: (k: string) => void map.delete(k),
  }
}

/** Locks as a browser holds them for all its windows. */
function locks() {
  const held = new Set<string>()
  return {
    held,
    request: async (name: string, _: object, f: (lock: unknown) => Promise<void>) => {
      if (held.has(name)) return f(null)
      held.add(name)
      return f({})
    },
  }
}

let air: Air
let inherited: string[] = []
let waiting: (() => void)[] = []
const open = (tab: string, at: number) =>
  new Windows(
    tab,
    air.channel(),
    at,
    () => inherited.push(tab),
    (f) => void waiting.push(f),
  )
const wait = () => {
  for (const f of waiting.splice(0)) f()
}

beforeEach(() => {
  air = new Air()
  inherited = []
  waiting = []
})

test('R17 a reload is no new window: its id stays', async () => {
  const store = storage()
  const id = await tabID(store, locks())
  expect(await tabID(store, locks())).toBe(id)
})

test('R17 a copied window gets an id of its own', async () => {
  const [store, all] = [storage(), locks()]
  const id = await tabID(store, all)
  expect(await tabID(store, all)).not.toBe(id)
  expect(all.held.size).toBe(2)
})

test('R17 only the last window’s closing is an exit', () => {
  const [a, b] = [open('a', 1), open('b', 2)]
  expect([a.last, b.last]).toEqual([false, false])
  b.closing(true)
  expect(a.last).toBe(true)
})

test('when the ruling window closes, the newest other one goes on', () => {
  open('a', 1)
  open('b', 2)
  const c = open('c', 3)
  c.closing(true)
  wait()
  expect(inherited).toEqual(['b'])
})

test('a ruling window that only reloads keeps ruling; a paused one’s closing moves nothing', () => {
  open('a', 1)
  open('b', 2).closing(true)
  open('b', 3)
  wait()
  open('p', 4).closing(false)
  wait()
  expect(inherited).toEqual([])
})
