// Tabs: their order is the order of acceptance and never changes; each keeps its Alt number, a closed one frees it.

export interface Place {
  chat: string
  number: number
}

export function opened(places: Place[], chat: string): Place[] {
  if (places.some((p) => p.chat === chat)) return places
  const taken = new Set(places.map((p) => p.number))
  let number = 1
  while (taken.has(number)) number++
  return [...places, { chat, number }]
}

export const closed = (places: Place[], chat: string): Place[] => places.filter((p) => p.chat !== chat)

/** Which tab is shown after one was closed: its neighbour at the end, else at the start. */
export function neighbour(places: Place[], chat: string): string | undefined {
  const at = places.findIndex((p) => p.chat === chat)
  return (places[at + 1] ?? places[at - 1])?.chat
}

/** Puts what a server's list brings into the order that was stored before a reload; what is new comes by acceptance. */
export function restored(stored: Place[], chats: { chat: string; acceptedAt?: number }[]): Place[] {
  const there = new Set(chats.map((c) => c.chat))
  const kept = stored.filter((p) => there.has(p.chat))
  const fresh = [...chats].sort((a, b) => (a.acceptedAt ?? 0) - (b.acceptedAt ?? 0))
  return fresh.reduce((places, c) => opened(places, c.chat), kept)
}
