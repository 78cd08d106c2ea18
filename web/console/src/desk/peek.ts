// What somebody has written and not sent yet, where the reader may see it (R31, R204).

import type { TypingSeen } from '../../../link/link'

export interface Peek {
  text: string
  position: number
}

export type Peeks = Record<string, Peek>

/** Takes a typing frame; one that is older than what is shown is ignored (R115). */
export function peeked(
  peeks: Peeks,
  { who, text = '', position }: Pick<TypingSeen, 'who' | 'text' | 'position'>,
): Peeks {
  const known = peeks[who]
  if (known && position !== undefined && position < known.position) return peeks
  if (!known && !text) return peeks
  return { ...peeks, [who]: { text, position: position ?? known?.position ?? 0 } }
}

/** What was sent is no draft any more; its position stays, for whatever of it comes late. */
export function sent(peeks: Peeks, events: { who: string; kind: string }[] = []): Peeks {
  const who = events.filter((e) => e.kind === 'said').map((e) => e.who)
  const gone = Object.entries(peeks).filter(([party, p]) => p.text && who.includes(party))
  if (!gone.length) return peeks
  return { ...peeks, ...Object.fromEntries(gone.map(([party, p]) => [party, { ...p, text: '' }])) }
}
