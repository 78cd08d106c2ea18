// The chats that she holds, in the order of their tabs.

import { Icon } from '../parts/Icon'
import { Lamp } from '../parts/Lamp'
import { useNow } from '../parts/now'
import { span } from '../parts/time'
import { words } from '../words'
import { open } from './acts'
import { type OpenChat, useDesk } from './desk'
import { lit } from './lamp'
import { visitorName } from './party'
import { lastSaid } from './turns'

function Mine({ c }: { c: OpenChat }) {
  const now = useNow()
  const on = useDesk((s) => s.active === c.chat)
  const out = useDesk((s) => s.screen?.status === 'Offline')
  const stale = useDesk((s) => s.line.lostAt !== undefined)
  const { lamp, waits } = lit(c, now)
  const clock =
    lamp === 'quiet' || lamp === 'move' ? words.list.answered : lamp === 'end' ? words.list.ended : span(waits)
  return (
    <li>
      <button
        type="button"
        className={`mine mine-${lamp}`}
        aria-current={on ? 'true' : undefined}
        onClick={() => open(c.chat)}
      >
        <Lamp name={lamp} label={words.lamp[lamp as keyof typeof words.lamp]} />
        <span className="mine-name cut" dir="auto">
          {visitorName(c)} {c.view?.flag && <Icon name="flag" label={words.flag.up} />}
        </span>
        <span className={`mine-clock ${stale ? 'stale' : ''}`}>{clock}</span>
        <span className="mine-last cut" dir="auto">
          {lastSaid(c, out)}
        </span>
      </button>
    </li>
  )
}

export function MyChats() {
  const places = useDesk((s) => s.places)
  const chats = useDesk((s) => s.chats)
  const capacity = useDesk((s) => s.screen?.capacity)
  const list = places.flatMap((p) => chats[p.chat] ?? [])
  return (
    <>
      <h2 id="mine">
        {words.list.mine} <b>{list.length}</b> {!!capacity && words.list.of(capacity)}
      </h2>
      {list.length === 0 && (
        <p className="list-none">
          <bdi>{words.list.noneMine}</bdi>
        </p>
      )}
      <ul aria-labelledby="mine">
        {list.map((c) => (
          <Mine key={c.chat} c={c} />
        ))}
      </ul>
    </>
  )
}
