// A pane that is loading: nothing for a moment, then its outline, then words.

import { useEffect, useState } from 'react'

/** After this many milliseconds the outline is shown, and after that many the words. */
const OUTLINE = 300
const WORDS = 4_000

export function Bones({
  label,
  slow,
  widths,
  at,
}: {
  label: string
  slow?: string
  widths: number[]
  at?: 'outline' | 'words'
}) {
  const [shown, show] = useState<'nothing' | 'outline' | 'words'>(at ?? 'nothing')
  useEffect(() => {
    if (at) return
    const timers = [setTimeout(() => show('outline'), OUTLINE), setTimeout(() => show('words'), WORDS)]
    return () => timers.forEach(clearTimeout)
  }, [at])
  return (
    <div className="bones records-mid" role="status">
      <span className="sr">{label}</span>
      {shown !== 'nothing' && widths.map((w) => <i key={w} className="bone" style={{ inlineSize: `${w}%` }} />)}
      {shown === 'words' && slow && <p className="dim">{slow}</p>}
    </div>
  )
}
