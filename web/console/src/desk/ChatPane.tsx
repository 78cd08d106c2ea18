// Chats in tabs, and the one that is chosen.

import { keyName } from '../app/keys'
import { usePreferences } from '../app/preferences'
import { useShell } from '../app/shell'
import { Bones } from '../parts/Bones'
import { Empty } from '../parts/Empty'
import { Icon } from '../parts/Icon'
import { Lamp } from '../parts/Lamp'
import { useNow } from '../parts/now'
import { panelProps, type TabItem, Tabs } from '../parts/Tabs'
import { span } from '../parts/time'
import { words } from '../words'
import { close, present, show } from './acts'
import { Bars } from './Bars'
import { ChatHead } from './ChatHead'
import { Composer } from './Composer'
import { type OpenChat, useDesk } from './desk'
import { EndedBar } from './EndedBar'
import { Log } from './Log'
import { hasEnded, lit } from './lamp'
import { visitorName } from './party'

function TabLabel({ c, number }: { c: OpenChat; number: number }) {
  const now = useNow()
  const stale = useDesk((s) => s.line.lostAt !== undefined)
  const { lamp, waits } = lit(c, now)
  return (
    <>
      <Lamp name={lamp} label={words.lamp[lamp as keyof typeof words.lamp]} />
      <bdi className="cut" dir="auto">
        {visitorName(c)}
      </bdi>
      {c.view?.flag && <Icon name="flag" label={words.flag.up} />}
      {lamp === 'end' && <span>{words.list.ended}</span>}
      {waits > 0 && <b className={`num ${stale ? 'stale' : ''}`}>{span(waits)}</b>}
      {number < 10 && <kbd>{number}</kbd>}
    </>
  )
}

function ChatTabs() {
  const { places, chats, active } = useDesk()
  const now = useNow()
  const items = places.flatMap((p): TabItem[] => {
    const c = chats[p.chat]
    if (!c) return []
    return [{ id: p.chat, className: `tab-${lit(c, now).lamp}`, label: <TabLabel c={c} number={p.number} /> }]
  })
  if (!items.length) return null
  return (
    <Tabs
      name="chat"
      label={words.chat.tabs}
      className="tabs"
      items={items}
      chosen={active}
      choose={show}
      remove={close}
    />
  )
}

/** What the agent hears of chats that are not in front: one alarm for each unanswered turn. */
function Alarm() {
  const now = useNow()
  const chats = useDesk((s) => s.chats)
  const worst = Object.values(chats).filter((c) => lit(c, now).lamp === 'crit')
  const text = worst
    .map((c) => words.chat.critical(visitorName(c), Math.floor((c.view?.critical ?? 0) / 60_000)))
    .join('. ')
  return (
    <div className="sr" role="alert">
      {text}
    </div>
  )
}

function Chat({ c }: { c: OpenChat }) {
  return (
    <div className="tabpanel" {...panelProps('chat', c.chat)}>
      <ChatHead c={c} />
      <Bars c={c} />
      {c.view ? <Log c={c} /> : <Bones label={words.empty.loading} widths={[54, 62, 40]} />}
      <div className="chat-foot">{hasEnded(c) || c.gone ? <EndedBar c={c} /> : <Composer c={c} />}</div>
    </div>
  )
}

/** Nothing is open: what reaches her, and what does not. */
function Nothing() {
  const screen = useDesk((s) => s.screen)
  const any = useDesk((s) => s.places.length > 0)
  const keys = usePreferences((p) => p.keys)
  const w = words.empty
  if (any) return <Empty title={w.choose} text={w.chooseText} className="grow" icon="chat" />
  if (!screen) return <Bones label={words.line.connecting} widths={[40, 64, 52]} />
  if (screen.status !== 'Online') {
    const away = screen.status === 'Away'
    return (
      <Empty title={away ? w.title : w.offlineTitle} text={away ? w.away : w.offline} className="grow">
        <button type="button" className="button button-main" onClick={() => void present('Online')}>
          <Lamp name="online" />
          {words.presence.goOnline}
        </button>
      </Empty>
    )
  }
  return (
    <Empty title={w.title} text={w.online(Math.max(0, screen.capacity - screen.load))} className="grow">
      {keys && (
        <>
          <span>
            <kbd>{keyName('A')}</kbd> {words.list.acceptOldest}
          </span>
          <span>
            <kbd>?</kbd> {words.list.allKeys}
          </span>
        </>
      )}
    </Empty>
  )
}

export function ChatPane() {
  const c = useDesk((s) => (s.active ? s.chats[s.active] : undefined))
  return (
    <section className="work" aria-label={words.chat.pane}>
      <button
        type="button"
        className="button button-quiet only-narrow"
        onClick={() => useShell.setState({ pane: 'list' })}
      >
        <Icon name="undo" />
        {words.nav.back}
      </button>
      <ChatTabs />
      {c ? <Chat key={c.chat} c={c} /> : <Nothing />}
      <Alarm />
    </section>
  )
}
