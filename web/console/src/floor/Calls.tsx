// Who calls for help, with what and since when (R197).

import { Icon } from '../parts/Icon'
import { useNow } from '../parts/now'
import { span } from '../parts/time'
import { words } from '../words'
import { useFloor } from './floor'
import { type Call, callKey, calls, type Panels } from './panels'
import { answer } from './supervise'

const w = words.floor

function One({ call }: { call: Call }) {
  const now = useNow()
  const on = useFloor((s) => s.watched?.chat === call.chat)
  return (
    <li className="call banner banner-help">
      <Icon name="flag" />
      <b className="strong nowrap">
        <bdi>{call.name}</bdi>
      </b>
      <span className="grow call-text" dir="auto">
        “{call.text}”
      </span>
      <b className="num strong">{span(now - call.at)}</b>
      <button type="button" className="button" aria-pressed={on} onClick={() => answer(call)}>
        <Icon name="eye" />
        {w.open} <span className="sr">{w.openChat(call.name)}</span>
      </button>
    </li>
  )
}

export function Calls({ panels }: { panels: Panels }) {
  const list = calls(panels)
  return (
    <section aria-labelledby="calls">
      <h2 id="calls" className={list.length ? 'calls-up' : ''}>
        {w.flags} <b>{list.length}</b>
      </h2>
      {!list.length && (
        <p className="dim">
          <bdi>{w.noFlags}</bdi>
        </p>
      )}
      <ul className="calls">
        {list.map((c) => (
          <One key={callKey(c)} call={c} />
        ))}
      </ul>
    </section>
  )
}
