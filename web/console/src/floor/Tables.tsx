// The two lists of the panel: Agent Status and Queue Status (R202). Figures change in place, rows stand in a fixed order.

import type { Panel, PanelAgent } from '../../../link/link'
import { Icon } from '../parts/Icon'
import { useNow } from '../parts/now'
import { span } from '../parts/time'
import { Jacks } from '../session/Places'
import { words } from '../words'
import { agents, type Filters, type Panels, queues } from './panels'
import { StatusMenu } from './StatusMenu'
import { hours } from './time'

const w = words.floor
const NONE = '–'

function AgentRow({ a, now }: { a: PanelAgent; now: number }) {
  const on = a.status !== 'Offline'
  return (
    <tr>
      <th scope="row" className="lists-name cut">
        <bdi>{a.name}</bdi>
      </th>
      <td>
        <StatusMenu agent={a} />
      </td>
      <td className="num">
        <span className="row">
          <span className="floor-count">{a.chats}</span>
          {on && <Jacks load={a.load} capacity={a.capacity} held={Math.max(0, a.load - a.chats)} />}
        </span>
      </td>
      <td className="num end">{a.offers}</td>
      <td className="num end">
        <bdi>{on && a.loginAt ? hours(now - a.loginAt) : NONE}</bdi>
      </td>
      <td className="num end">
        <bdi>{a.lastAt ? hours(now - a.lastAt) : NONE}</bdi>
      </td>
      <td className="floor-message">
        {a.flags?.map((f) => (
          <span key={f.chat} className="row floor-flag">
            <Icon name="flag" label={w.withFlag} />
            <span className="cut" dir="auto" title={f.text}>
              {f.text}
            </span>
          </span>
        ))}
      </td>
    </tr>
  )
}

export function AgentTable({ panels, filters }: { panels: Panels; filters: Filters }) {
  const now = useNow()
  const list = agents(panels, filters)
  return (
    <section aria-labelledby="agents">
      <h2 id="agents">
        {w.agents} <b>{list.length}</b>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className="floor-scroll" tabIndex={0}>
        <table className="lists">
          <thead>
            <tr className="lists-head">
              <th scope="col">{w.agent}</th>
              <th scope="col">{w.status}</th>
              <th scope="col">{w.chats}</th>
              <th scope="col" className="end">
                {w.requests}
              </th>
              <th scope="col" className="end">
                {w.since}
              </th>
              <th scope="col" className="end">
                {w.lastAccept}
              </th>
              <th scope="col">{w.message}</th>
            </tr>
          </thead>
          <tbody>
            {list.map((a) => (
              <AgentRow key={a.person} a={a} now={now} />
            ))}
          </tbody>
        </table>
      </div>
      {!list.length && <p className="dim floor-none">{w.noAgents}</p>}
    </section>
  )
}

function QueueRow({ q, now }: { q: Panel; now: number }) {
  return (
    <tr>
      <th scope="row" className="lists-name">
        <bdi>{q.name}</bdi> {q.name !== q.queue && <span className="dim">{q.queue}</span>}
      </th>
      <td className="num end">{q.waiting}</td>
      <td className="num end">{q.waiting && q.longest ? span(now - q.longest) : NONE}</td>
      <td className="num end">{q.open}</td>
    </tr>
  )
}

export function QueueTable({ panels, filters }: { panels: Panels; filters: Filters }) {
  const now = useNow()
  const list = queues(panels, filters)
  return (
    <section className="floor-queues" aria-labelledby="queues">
      <h2 id="queues">
        {w.queues} <b>{list.length}</b>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className="floor-scroll" tabIndex={0}>
        <table className="lists">
          <thead>
            <tr className="lists-head">
              <th scope="col">{w.queue}</th>
              <th scope="col" className="end">
                {w.waiting}
              </th>
              <th scope="col" className="end">
                {w.wait}
              </th>
              <th scope="col" className="end">
                {w.free}
              </th>
            </tr>
          </thead>
          <tbody>
            {list.map((q) => (
              <QueueRow key={q.queue} q={q} now={now} />
            ))}
          </tbody>
        </table>
      </div>
      {!list.length && <p className="dim floor-none">{w.noQueues}</p>}
    </section>
  )
}
