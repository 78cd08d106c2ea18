// The top bar: where one is, who waits longest if the list is not in sight, and how one stands.

import { Link, useRoute } from 'wouter'
import { longest } from '../desk/acts'
import { useDesk } from '../desk/desk'
import { lit } from '../desk/lamp'
import { visitorName } from '../desk/party'
import { useFloor } from '../floor/floor'
import { calls } from '../floor/panels'
import { PAGE } from '../floor/supervise'
import { Mark } from '../parts/Brand'
import { Icon } from '../parts/Icon'
import { Lamp } from '../parts/Lamp'
import { useNow } from '../parts/now'
import { span } from '../parts/time'
import { Places } from '../session/Places'
import { Presence } from '../session/Presence'
import { supervises, useSession } from '../session/session'
import { words } from '../words'
import { keyName } from './keys'
import { PreferencesMenu } from './Preferences'

/** The visitor who has waited too long, while another page is open. */
function Longest() {
  const now = useNow()
  const chats = useDesk((s) => s.chats)
  const worst = Object.values(chats)
    .map((c) => ({ c, ...lit(c, now) }))
    .filter((x) => x.lamp === 'crit')
    .sort((a, b) => b.waits - a.waits)[0]
  if (!worst) return null
  return (
    <Link href="/" className="longest" onClick={longest}>
      <Lamp name="crit" />
      <span>
        <bdi dir="auto">{visitorName(worst.c)}</bdi> <b className="num">{span(worst.waits)}</b>
      </span>
      <kbd>{keyName('L')}</kbd>
    </Link>
  )
}

function LineState() {
  const state = useDesk((s) => s.line.state)
  const shown = state === 'offline' ? words.line.lost : state === 'connecting' ? words.line.connecting : undefined
  return (
    <span role="status" className={shown ? 'line-state' : 'sr'}>
      {shown && <Icon name="off" />}
      <span>{shown ?? words.line.open}</span>
    </span>
  )
}

function Place({ href, path, children }: { href: string; path: string; children: string }) {
  const [here] = useRoute(path)
  return (
    <Link href={href} aria-current={here ? 'page' : undefined}>
      {children}
    </Link>
  )
}

/** The supervisor's page, with how many call for help. */
function Floor() {
  const n = useFloor((s) => calls(s.panels).length)
  const [here] = useRoute(PAGE)
  return (
    <Link href={PAGE} aria-current={here ? 'page' : undefined}>
      {words.nav.floor}
      {n > 0 && (
        <span className="badge num">
          <Icon name="flag" label={words.floor.badge(n)} />
          <span aria-hidden="true">{n}</span>
        </span>
      )}
    </Link>
  )
}

export function Bar() {
  const [atDesk] = useRoute('/')
  const floor = useSession((s) => supervises(s.me))
  return (
    <header className="bar">
      <div className="brand">
        <Mark size={20} />
        <span>{words.product}</span>
      </div>
      <nav className="nav" aria-label={words.nav.label}>
        <Place href="/" path="/">
          {words.nav.chats}
        </Place>
        {floor && <Floor />}
        <Place href="/transcripts" path="/transcripts/*?">
          {words.nav.transcripts}
        </Place>
      </nav>
      <span className="grow" />
      {!atDesk && <Longest />}
      <LineState />
      <Places />
      <Presence />
      <PreferencesMenu />
    </header>
  )
}
