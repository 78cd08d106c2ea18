// The list of transcripts: each row's number is its link, arrows go from one to the next, heads sort.

import type { KeyboardEvent, ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { Icon } from '../parts/Icon'
import { moment, span } from '../parts/time'
import type { Summary } from '../session/shapes'
import { words } from '../words'
import { type Column, messages, type Order } from './sort'

const w = words.transcripts

const columns: {
  by: Column
  name: string
  end?: boolean
  spare?: boolean
  cell(t: Summary, now: number): ReactNode
}[] = [
  { by: 'requestedAt', name: w.requested, cell: (t, now) => <span className="num">{moment(t.requestedAt, now)}</span> },
  { by: 'visitor', name: w.visitor, cell: (t) => <bdi dir="auto">{t.visitor || words.nobody}</bdi> },
  { by: 'status', name: w.status, cell: (t) => <Status status={t.status} /> },
  { by: 'owner', name: w.owner, spare: true, cell: (t) => <bdi dir="auto">{t.owner || '–'}</bdi> },
  { by: 'endedBy', name: w.endedBy, spare: true, cell: (t) => <span className="dim">{t.endedBy}</span> },
  { by: 'messages', name: w.messages, end: true, spare: true, cell: messages },
  {
    by: 'chatDuration',
    name: w.duration,
    end: true,
    cell: (t) => (t.chatDuration == null ? '–' : span(t.chatDuration * 1000)),
  },
]

function Status({ status }: { status: string }) {
  if (status === 'Missed') return <span className="chip chip-warn">{status}</span>
  if (status === 'Blocked') return <span className="chip">{status}</span>
  return <span className="dim">{status}</span>
}

function Head({
  by,
  name,
  order,
  set,
  className,
}: {
  by: Column
  name: string
  order: Order
  set(o: Order): void
  className?: string
}) {
  const on = order.by === by
  return (
    <th scope="col" className={className} aria-sort={on ? (order.down ? 'descending' : 'ascending') : undefined}>
      <button
        type="button"
        aria-label={w.sorted(name)}
        onClick={() => set({ by, down: on ? !order.down : by === 'requestedAt' })}
      >
        {name}
        {on && (
          <span className={order.down ? 'sort-down' : 'sort-up'}>
            <Icon name="sortd" />
          </span>
        )}
      </button>
    </th>
  )
}

const classOf = (c: { end?: boolean; spare?: boolean; by?: Column }) =>
  [c.end && 'end', c.spare && 'spare', c.by === 'visitor' && 'name cut'].filter(Boolean).join(' ') || undefined

/** From one row's link to the next. */
function move(e: KeyboardEvent): void {
  const links = [...e.currentTarget.querySelectorAll<HTMLElement>('tbody a')]
  const at = links.indexOf(document.activeElement as HTMLElement)
  if (at < 0) return
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[e.key]
  if (next === undefined || !links[next]) return
  e.preventDefault()
  links[next].focus()
}

interface Props {
  rows: Summary[]
  chosen?: string
  order: Order
  setOrder(order: Order): void
  now: number
}

export function Table({ rows, chosen, order, setOrder, now }: Props) {
  const [, go] = useLocation()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows only move between the links inside
    <div className="records-table" onKeyDown={move}>
      <table className="grid">
        <thead>
          <tr>
            <Head by="number" name={w.number} order={order} set={setOrder} />
            {columns.map((c) => (
              <Head key={c.by} by={c.by} name={c.name} order={order} set={setOrder} className={classOf(c)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((t) => (
            <tr
              key={t.chat}
              className={t.chat === chosen ? 'chosen' : undefined}
              onClick={() => go(`/transcripts/${t.chat}`)}
            >
              <td>
                <Link href={`/transcripts/${t.chat}`} aria-current={t.chat === chosen ? 'true' : undefined}>
                  {t.number}
                </Link>
              </td>
              {columns.map((c) => (
                <td key={c.by} className={classOf(c)}>
                  {c.cell(t, now)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
