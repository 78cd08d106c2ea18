// Beside the conversation: who the visitor is, and where she comes from.

import { useShell } from '../app/shell'
import { Facts } from '../parts/Facts'
import { Icon } from '../parts/Icon'
import { hour } from '../parts/time'
import { words } from '../words'
import { type OpenChat, useDesk } from './desk'
import { browserFacts, pageFacts, shownDetails } from './Known'
import { visitorName } from './party'

const w = words.side

/** The pages she went to while the chat was open, the newest first (R122). */
function Visited({ c }: { c: OpenChat }) {
  const pages = c.private.filter((e) => e.kind === 'visited').reverse()
  if (!pages.length) return null
  return (
    <ol className="visited" aria-label={w.visited}>
      {pages.map((e) => (
        <li key={e.seq}>
          <span className="num dim">{hour(e.at)}</span> <bdi dir="ltr">{e.text}</bdi>
        </li>
      ))}
    </ol>
  )
}

function Visitor({ c }: { c: OpenChat }) {
  const v = c.view?.visitor
  const been = c.private.some((e) => e.kind === 'visited')
  const page = v ? pageFacts(v).filter(([, value]) => value) : []
  return (
    <>
      <section>
        <h2>
          <Icon name="person" />
          {w.title}
          <span className="grow" />
          <button
            type="button"
            className="button button-icon button-quiet only-tablet"
            aria-label={w.close}
            title={w.close}
            onClick={() => useShell.setState({ sideOpen: false })}
          >
            <Icon name="x" />
          </button>
        </h2>
        {v?.question && (
          <p className="side-question" dir="auto">
            {v.question}
          </p>
        )}
        <Facts facts={[[w.name, visitorName(c)], ...(v ? shownDetails(v) : []), ...(v ? browserFacts(v) : [])]} />
        {!v && <p className="dim">{w.nothing}</p>}
      </section>
      {(page.length > 0 || been) && (
        <section>
          <h2>
            <Icon name="globe" />
            {w.page}
          </h2>
          <Facts facts={page} />
          <Visited c={c} />
        </section>
      )}
    </>
  )
}

export function SidePane() {
  const c = useDesk((s) => (s.active ? s.chats[s.active] : undefined))
  const isOpen = useShell((s) => s.sideOpen)
  return (
    <aside className={`side ${isOpen ? 'side-open' : ''}`} aria-label={w.label}>
      {c ? (
        <Visitor c={c} />
      ) : (
        <section className="dim">
          <bdi>{w.none}</bdi>
        </section>
      )}
    </aside>
  )
}
