// The lamp of a conversation or of a person: shape and colour say it, a word beside it or its label says it too.

export type LampName = 'quiet' | 'new' | 'warn' | 'crit' | 'end' | 'move' | 'online' | 'away'

/** Online is drawn as a full disc, in its own colour. */
const shape = (name: LampName) => (name === 'online' ? 'new' : name)

export function Lamp({ name, label }: { name: LampName; label?: string }) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: a label where it says something, hidden where a word stands beside it
    <svg
      className={`lamp lamp-${name}`}
      viewBox="0 0 12 12"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <use href={`#i-L-${shape(name)}`} />
    </svg>
  )
}
