// What is offered to her while the list is not in sight: one line each, with the way to take it.

import { useLocation } from 'wouter'
import { accept, decline } from '../desk/acts'
import { useDesk } from '../desk/desk'
import { useShown } from '../desk/RequestRow'
import { asked, type Row } from '../desk/waiting'
import { Icon } from '../parts/Icon'
import { useNow } from '../parts/now'
import { span } from '../parts/time'
import { words } from '../words'

const w = words.list

function Offer({ row, seen }: { row: Row; seen: boolean }) {
  const now = useNow()
  const [, go] = useLocation()
  useShown({ ...row, alone: row.alone && seen })
  const { chat, visitor, site, buttonName, until, kind, from = '' } = row.request
  const who = kind === 'transfer' ? w.transfer(from) : kind === 'conference' ? w.conference(from) : w.offer
  const busy = row.phase !== 'waiting'
  const name = visitor?.name || words.nobody
  const take = async () => {
    await accept(chat)
    if (useDesk.getState().active === chat) go('/')
  }
  return (
    <li className="banner banner-wide ringing">
      <Icon name="bell" />
      <span className="grow cut">
        <bdi>
          <b className="strong">{who}</b> · {name} · {site} · {buttonName}
        </bdi>
      </span>
      {until && <bdi className="num nowrap">{w.answerIn(span(until - now))}</bdi>}
      <button type="button" className="button button-main" aria-disabled={busy} onClick={() => void take()}>
        {row.phase === 'accepting' ? w.accepting : kind === 'conference' ? w.join : w.accept}{' '}
        <span className="sr">{w.chatWith(name)}</span>
      </button>
      <button type="button" className="button" aria-disabled={busy} onClick={() => void decline(chat)}>
        {w.decline} <span className="sr">{w.chatWith(name)}</span>
      </button>
    </li>
  )
}

const running = (r: Row) => r.phase === 'waiting' || r.phase === 'accepting' || r.phase === 'declining'

/** `narrow`: only where there is no room for the list beside the chat. */
export function Ringing({ narrow }: { narrow?: boolean }) {
  const rows = useDesk((s) => s.rows).filter((r) => asked(r) && running(r))
  if (!rows.length) return null
  return (
    <section className={narrow ? 'only-narrow ringing-narrow' : ''} aria-label={w.offers}>
      <ul>
        {rows.map((r) => (
          <Offer key={r.request.chat} row={r} seen={!narrow} />
        ))}
      </ul>
    </section>
  )
}
