// The conversation. It follows what is new as long as its end is in sight; scrolled up it stays where it is and says how
// much has come.

import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Pending } from '../../../link/link'
import { Icon } from '../parts/Icon'
import { useNow } from '../parts/now'
import { hour } from '../parts/time'
import { useSession } from '../session/session'
import { words } from '../words'
import { discard, retry } from './acts'
import { type OpenChat, useDesk } from './desk'
import { nameIn, visitorName } from './party'
import { type Entry, entries } from './turns'

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
            <bdi dir="auto">{entry.text}</bdi> {entry.page && <bdi dir="ltr">{entry.page}</bdi>} ·{' '}
            {entry.hidden && <span>{words.log.agentsOnly} · </span>}
            <span className="num">{hour(entry.at)}</span>
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

/** What the visitor never sees: a colleague's note, a supervisor's whisper. */
function Aside({ entry }: { entry: Entry & { kind: 'note' | 'whisper' } }) {
  const l = words.log
  const whispers = entry.kind === 'whisper'
  const title = whispers
    ? entry.mine
      ? l.youWhispered
      : l.whispers(entry.by)
    : entry.mine
      ? l.yourNote
      : l.note(entry.by)
  return (
    <div className={`aside aside-${entry.kind}`}>
      <Icon name={whispers ? 'whisper' : 'transfer'} />
      <div className="grow">
        <div className="aside-by">
          <b className="strong">
            <bdi>{title}</bdi>
          </b>
          <span className="grow">{whispers ? l.neverVisitor : l.agentsOnly}</span>
          <span className="num">{hour(entry.at)}</span>
        </div>
        <p dir="auto">{entry.text}</p>
      </div>
    </div>
  )
}

function Line({ entry }: { entry: Entry }) {
  if (entry.kind === 'turn') return <Turn entry={entry} />
  return entry.kind === 'notice' ? <Notice entry={entry} /> : <Aside entry={entry} />
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
  const [from] = useState({ events: c.events.length, private: c.private.length })
  const me = useSession((s) => s.me?.person)
  const fresh = { ...c, events: c.events.slice(from.events), private: c.private.slice(from.private) }
  return (
    <div className="sr" role="log" aria-label={words.chat.log(visitorName(c))}>
      {entries(fresh, me).map((e) => {
        if (e.kind === 'notice') return <p key={e.key}>{e.text}</p>
        if (e.kind === 'turn')
          return e.who !== 'me' && e.said.map((s) => <p key={s.seq}>{w.said(e.name, s.text ?? '')}</p>)
        const title = e.kind === 'whisper' ? words.log.whispers(e.by) : words.log.note(e.by)
        return !e.mine && <p key={e.key}>{w.said(title, e.text)}</p>
      })}
    </div>
  )
}

/** Who writes, and what so far, where one may see it (R31, R204). */
function Typing({ c }: { c: OpenChat }) {
  const now = useNow()
  const others = (c.view?.parties ?? []).filter((p) => !p.me).map((p) => p.party)
  const writes = others.find((p) => (c.typing[p] ?? 0) > now)
  const peeks = others.filter((p) => c.peeks?.[p]?.text)
  const who = writes ?? peeks[0]
  const name = who && nameOf(c, who)
  const text = who && c.peeks?.[who]?.text
  return (
    <div className="typing">
      <div role="status" aria-live={text ? 'off' : undefined}>
        {!name && c.view?.absent && <bdi dir="auto">{w.absent(nameOf(c, c.view.absent))}</bdi>}
        {name && <bdi dir="auto">{writes ? w.typing(name) : w.wrote(name)}</bdi>}
        {text && (
          <>
            <bdi className="peek cut" dir="auto" title={text}>
              {text}
            </bdi>
            <span className="nowrap">{w.unsent}</span>
          </>
        )}
      </div>
    </div>
  )
}

const nameOf = (c: OpenChat, party: string) => (party === 'v' ? visitorName(c) : nameIn(c, party))

/** The conversation as it is read, with what is on its way. */
export function Log({ c }: { c: OpenChat }) {
  const me = useSession((s) => s.me?.person)
  const list = useMemo(() => entries(c, me), [c, me])
  const { log, fresh, toEnd, onScroll } = useFollow(c.events.length + c.private.length + c.pending.length)
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
          {list.map((e) => (
            <Line key={e.key} entry={e} />
          ))}
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
