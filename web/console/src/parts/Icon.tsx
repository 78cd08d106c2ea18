// An icon or a lamp out of the set that stands in the page.

const FLIPS = new Set(['in', 'transfer', 'send', 'right', 'undo', 'ext', 'sort'])

interface Props {
  name: string
  /** What it says; without a label it only decorates. */
  label?: string
  large?: boolean
}

export function Icon({ name, label, large }: Props) {
  const classes = ['icon', FLIPS.has(name) && 'icon-flips', large && 'icon-large'].filter(Boolean).join(' ')
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: a label where it says something, hidden where it only decorates
    <svg
      className={classes}
      viewBox="0 0 16 16"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <use href={`#i-${name}`} />
    </svg>
  )
}
