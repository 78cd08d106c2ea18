// Above a conversation: with whom, from where, its two clocks, and the way to end it.

import { useShell } from '../app/shell'
import { Icon } from '../parts/Icon'
import { language } from '../parts/language'
import { useNow } from '../parts/now'
import { span } from '../parts/time'
import { words } from '../words'
import { askEnd } from './acts'
import { Deeds } from './Deeds'
import { type OpenChat, useDesk } from './desk'
import { hasEnded, lit, visitorWroteAt } from './lamp'
import { agentsIn, visitorName } from './party'

const w = words.chat

function Since({ c }: { c: OpenChat }) {
  const now = useNow()
  const start = c.view?.acceptedAt
  if (!start) return null
  return (
    <span className="clock">
      <small>{w.sinceStart}</small>
      <b>{span((c.view?.endedAt || now) - start)}</b>
    </span>
  )
}

function Wrote({ c }: { c: OpenChat }) {
  const now = useNow()
  const at = visitorWroteAt(c.events)
  if (at === undefined || hasEnded(c)) return null
  const { lamp } = lit(c, now)
  return (
    <span className={`clock clock-${lamp}`} title={w.visitorWroteTitle}>
      <small>{w.visitorWrote}</small>
      <b className={lamp === 'quiet' ? 'dim' : ''}>
        {lamp === 'quiet' && <Icon name="check" label={w.answered} />}
        {span(now - at)}
      </b>
    </span>
  )
}

export function ChatHead({ c }: { c: OpenChat }) {
  const stale = useDesk((s) => s.line.lostAt !== undefined)
  const sideOpen = useShell((s) => s.sideOpen)
  const from = [c.view?.site, c.view?.button, language(c.view?.visitor?.language)].filter(Boolean).join(' · ')
  return (
    <header className="head">
      <div className="grow">
        <h2 className="cut" dir="auto">
          {visitorName(c)}
        </h2>
        <div className="dim cut" dir="auto">
          {from}
        </div>
      </div>
      <span className={`row ${stale ? 'stale' : ''}`}>
        <Since c={c} />
        <Wrote c={c} />
      </span>
      {!hasEnded(c) && !c.gone && (
        <button type="button" className="button" onClick={() => askEnd(c.chat)}>
          <Icon name="end" />
          {agentsIn(c).length > 1 ? words.leave.button : w.end}
        </button>
      )}
      <button
        type="button"
        className="button button-icon button-quiet only-tablet"
        aria-label={w.details}
        title={w.details}
        aria-expanded={sideOpen}
        onClick={() => useShell.setState({ sideOpen: !sideOpen })}
      >
        <Icon name="panel" />
      </button>
      <Deeds c={c} />
    </header>
  )
}
