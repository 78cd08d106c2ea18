// What was said and not yet answered, and what is still being written: kept in this window's storage, so that a reload
// loses neither.

import type { OutboxStore } from '../../../link/link'

export type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const UNSENT = 'switchboard.unsent'

/** Reads what was stored as JSON; anything else counts as nothing. */
export function recall<T>(store: Kept, key: string): T | undefined {
  try {
    const text = store.getItem(key)
    return text ? (JSON.parse(text) as T) : undefined
  } catch {
    return undefined
  }
}

/** Stores a value; a full or forbidden storage costs no more than the memory. */
export function keep(store: Kept, key: string, value: unknown): void {
  try {
    if (value === undefined) store.removeItem(key)
    else store.setItem(key, JSON.stringify(value))
  } catch {
    // goes on without
  }
}

export function outbox(store: Kept): OutboxStore {
  return {
    load: () => recall<ReturnType<OutboxStore['load']>>(store, UNSENT) ?? [],
    save: (unsent) => keep(store, UNSENT, unsent.length ? unsent : undefined),
  }
}
