// What is known of a visitor (R108, R123): her own details first, then her browser's.

import type { Visitor } from '../../../link/link'
import { type Fact, Facts } from '../parts/Facts'
import { language } from '../parts/language'
import { words } from '../words'

const w = words.side

/** Details that are not to be shown to agents stay out of sight (R108). */
export const shownDetails = (v: Visitor): Fact[] =>
  (v.details ?? []).filter((d) => d.shown).map((d): Fact => [d.label, d.value])

export const browserFacts = (v: Visitor): Fact[] => [
  [w.browser, v.browser],
  [w.platform, v.platform],
  [w.language, language(v.language)],
  [w.screen, v.screen, true],
  [w.place, v.place],
  [w.network, v.network],
  [w.address, v.address, true],
]

export const pageFacts = (v: Visitor): Fact[] => [
  [w.onPage, v.page, true],
  [w.referrer, v.referrer, true],
]

export function Known({ visitor, question }: { visitor?: Visitor; question?: boolean }) {
  if (!visitor) return <p className="dim">{words.list.noPreview}</p>
  return (
    <>
      {question && visitor.question && (
        <p>
          <bdi>“{visitor.question}”</bdi>
        </p>
      )}
      <Facts facts={[...shownDetails(visitor), ...pageFacts(visitor), ...browserFacts(visitor)]} />
    </>
  )
}
