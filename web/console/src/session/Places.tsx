// Capacity as jacks: full where a chat runs, hatched where an ended one's tab is open, beyond where there are more.

import { useDesk } from '../desk/desk'
import { hasEnded, isClosed } from '../desk/lamp'
import { words } from '../words'

/** More jacks than these are told in figures alone. */
const MOST = 12

/** The places of one agent, drawn and in figures. */
export function Jacks({ load, capacity, held }: { load: number; capacity: number; held: number }) {
  const full = Math.max(0, load - held)
  const kinds = Array.from({ length: Math.max(load, capacity) }, (_, at) =>
    at >= capacity ? 'over' : at < full ? 'full' : at < load ? 'held' : '',
  )
  return (
    <span className="row">
      <span className="places" role="img" aria-label={words.places.label(load, capacity)}>
        {kinds.length <= MOST &&
          kinds.map((kind, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a place is its position
            <i key={at} className={kind} />
          ))}
      </span>
      <span className="num dim nowrap places-words" aria-hidden="true">
        <bdi>{words.places.short(load, capacity)}</bdi>
      </span>
    </span>
  )
}

export function Places() {
  const screen = useDesk((s) => s.screen)
  const held = useDesk((s) => Object.values(s.chats).filter((c) => hasEnded(c) && !isClosed(c)).length)
  if (!screen || screen.status === 'Offline') return null
  return (
    <span title={words.places.title}>
      <Jacks load={screen.load} capacity={screen.capacity} held={held} />
    </span>
  )
}
