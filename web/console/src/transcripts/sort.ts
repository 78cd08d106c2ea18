// The list as one reads it: sorted by a column, narrowed by what is typed.

import type { Summary } from '../session/shapes'

export type Column = 'number' | 'visitor' | 'status' | 'requestedAt' | 'chatDuration' | 'messages' | 'owner' | 'endedBy'

export interface Order {
  by: Column
  down: boolean
}

export const messages = (t: Summary): number => t.agentMessages + t.visitorMessages

const value = (t: Summary, by: Column): string | number =>
  by === 'messages' ? messages(t) : by === 'chatDuration' ? (t.chatDuration ?? -1) : t[by]

/** Sorted; what is equal stays in the order of the requests, newest first. */
export function sorted(list: Summary[], { by, down }: Order): Summary[] {
  const way = down ? -1 : 1
  return [...list].sort((a, b) => {
    const [x, y] = [value(a, by), value(b, by)]
    const cmp = typeof x === 'string' ? x.localeCompare(String(y), 'en', { numeric: true }) : x - Number(y)
    return cmp * way || b.requestedAt - a.requestedAt
  })
}

/** Every word typed must be found somewhere in a row. */
export function found(list: Summary[], text: string): Summary[] {
  const terms = text.toLocaleLowerCase('en').split(/\s+/).filter(Boolean)
  if (!terms.length) return list
  return list.filter((t) => {
    const hay = [t.number, t.visitor, t.status, t.owner, t.endedBy, t.button, t.site].join(' ').toLocaleLowerCase('en')
    return terms.every((term) => hay.includes(term))
  })
}
