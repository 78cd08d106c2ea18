// The conversation. It follows what is new as long as its end is in sight; scrolled up it stays where it is and says how
// much has come.

import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Pending } from '../../../link/link'
import { Icon } from '../parts/Icon'
import { useNow } from '../parts/now'
import { hour } from '../parts/time'
import { words } from '../words'
import { discard, retry } from './acts'
import { type OpenChat, useDesk } from './desk'
import { type Entry, entries, visitorName } from './turns'

const w = words.chat

function Turn({ entry }: { entry: Entry & { kind: 'turn' } }) {
  const side = entry.who === 'visitor' ? '' : `turn-${entry.who}`
  return (
    <div className={`turn ${side}`}>
      <div className="turn-by">
        <b>
          <bdi>{entry.name}</bdi>
        </b>
        <span className="num">{hour(entry.at)}</span>
      </div>
      {entry.said.map((e) => (
        <div className="said" dir="auto" key={e.seq}>
          {e.text}
        </div>
      ))}
    </div>
  )
}

function Notice({ entry }: { entry: Entry & { kind: 'notice' } }) {
  return (
    <>
      <div className="notice">
        <span>
          <Icon name={entry.icon} />
          <span>
            <bdi dir="auto">{entry.text}</bdi> · <span className="num">{hour(entry.at)}</span>
          </span>
        </span>
      </div>
      {entry.quote && (
        <p className="asked" dir="auto">
          “{entry.quote}”
        </p>
      )}
    </>
  )
}

function Unsent({ chat, p }: { chat: string; p: Pending }) {
  const lost = useDesk((s) => s.line.lostAt !== undefined)
  return (
    <div className="turn turn-me">
      <div className="turn-by">
        <b>{words.you}</b>
        {p.state === 'sending' && <span>{lost ? w.notSent : w.sending}</span>}
      </div>
      <div className={`said said-${p.state}`} dir="auto">
        {p.text}
      </div>
      {p.state === 'failed' && (
        <div className="failed" role="alert">
          <span>
            <b className="strong">{w.failed}</b> {p.error}
          </span>
          <button type="button" className="button" onClick={() => retry(chat, p.id)}>
            <Icon name="retry" />
            {words.retry}
          </button>
          <button type="button" className="button button-quiet" onClick={() => discard(chat, p.id)}>
            {w.remove}
          </button>
        </div>
      )}
    </div>
  )
}

/** Follows the end of the log. */
function useFollow(count: number) {
  const log = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const seen = useRef(count)
  const [fresh, setFresh] = useState(0)
  const toEnd = () => {
    log.current?.scrollTo({ top: log.current.scrollHeight })
    setFresh(0)
  }
  useLayoutEffect(() => {
    const more = count - seen.current
    seen.current = count
    const box = log.current
    if (atEnd.current && box) box.scrollTop = box.scrollHeight
    else if (more > 0) setFresh((n) => n + more)
  }, [count])
  const onScroll = () => {
    const box = log.current
    if (!box) return
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 24
    if (atEnd.current) setFresh(0)
  }
  return { log, fresh, toEnd, onScroll }
}

/** What others said is read out once; what one says oneself is not. */
function Spoken({ c }: { c: OpenChat }) {
  const [from] = useState(c.events.length)
  const list = entries({ ...c, events: c.events.slice(from) }).filter((e) => e.kind === 'notice' || e.who !== 'me')
  return (
    <div className="sr" role="log" aria-label={words.chat.log(visitorName(c))}>
      {list.map((e) =>
        e.kind === 'notice' ? (
          <p key={e.key}>{e.text}</p>
        ) : (
          e.said.map((s) => <p key={s.seq}>{w.said(e.name, s.text ?? '')}</p>)
        ),
      )}
    </div>
  )
}

function Typing({ c }: { c: OpenChat }) {
  const now = useNow()
  const who = Object.entries(c.typing).find(
    ([party, until]) => until > now && !c.view?.parties.find((p) => p.party === party)?.me,
  )
  const name = who && (who[0] === 'v' ? visitorName(c) : (c.view?.parties.find((p) => p.party === who[0])?.name ?? ''))
  return (
    <div className="typing">
      <div role="status">{name && <bdi dir="auto">{w.typing(name)}</bdi>}</div>
    </div>
  )
}

export function Log({ c }: { c: OpenChat }) {
  const list = useMemo(() => entries(c), [c])
  const { log, fresh, toEnd, onScroll } = useFollow(c.events.length + c.pending.length)
  return (
    <>
      <div className="log-box">
        <section
          className="log"
          id="log"
          aria-label={w.log(visitorName(c))}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          ref={log}
          onScroll={onScroll}
        >
          {list.map((e) => (e.kind === 'turn' ? <Turn key={e.key} entry={e} /> : <Notice key={e.key} entry={e} />))}
          {c.pending.map((p) => (
            <Unsent key={p.id} chat={c.chat} p={p} />
          ))}
        </section>
        {fresh > 0 && (
          <button type="button" className="button new-below" onClick={toEnd}>
            <Icon name="down" />
            {w.newBelow(fresh)}
          </button>
        )}
      </div>
      <Spoken c={c} />
      <Typing c={c} />
    </>
  )
}
