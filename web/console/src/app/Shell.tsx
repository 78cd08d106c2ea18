// The console once somebody is signed in: bar, banner, and the page that the address names.

import { useEffect, useReducer } from 'react'
import { Redirect, Route, Switch, useLocation, useRoute } from 'wouter'
import { DeskPage } from '../desk/DeskPage'
import { useDesk } from '../desk/desk'
import { open } from '../desk/waiting'
import { FloorPage } from '../floor/FloorPage'
import { PAGE } from '../floor/supervise'
import { Empty } from '../parts/Empty'
import { Icon } from '../parts/Icon'
import { useNow } from '../parts/now'
import { hour, span } from '../parts/time'
import { connectNow, takeOver } from '../session/connect'
import { useRunning } from '../session/Presence'
import { supervises, useSession } from '../session/session'
import { TranscriptsPage } from '../transcripts/TranscriptsPage'
import { words } from '../words'
import { Bar } from './Bar'
import { Dialogs } from './Dialogs'
import { startKeys } from './keys'
import { Ringing } from './Ringing'
import { useShell } from './shell'
import { Toasts } from './Toasts'

/** What a lost connection means, and for how long nothing is lost. */
function Lost() {
  const line = useDesk((s) => s.line)
  const server = useDesk((s) => s.now)
  const running = useRunning()
  useNow()
  useTicks(line.lostAt !== undefined)
  if (line.lostAt === undefined) return null
  const left = line.lostAt + line.kept - server()
  const rest = !running ? words.line.none : left > 0 ? words.line.kept(span(left)) : words.line.over
  return (
    <section className="banner banner-warn banner-wide" aria-label={words.line.lost}>
      <Icon name="off" />
      <span className="grow">
        <bdi className="num">
          <b className="strong">{words.line.since(hour(line.lostAt))}</b>
          {rest}
        </bdi>
      </span>
      <button type="button" className="button" onClick={connectNow}>
        <Icon name="retry" />
        {words.line.now}
      </button>
    </section>
  )
}

/** Draws again each second although the clocks stand still: this is the one figure that runs without a connection. */
function useTicks(on: boolean): void {
  const [, tick] = useReducer((n: number) => n + 1, 0)
  useEffect(() => {
    if (!on) return
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [on])
}

function Paused() {
  const running = useRunning()
  return (
    <main className="page">
      <Empty page icon="panel" title={words.other.title} text={words.other.text(running)}>
        <button type="button" className="button button-main" onClick={takeOver}>
          {words.other.use}
        </button>
      </Empty>
    </main>
  )
}

/** The window's title counts who waits. */
function useTitle(page: string): void {
  const count = useDesk((s) => s.rows.filter(open).length)
  useEffect(() => {
    document.title = words.title(page, count)
  }, [page, count])
}

/** Goes where something outside the pages asked to go. */
function useGoing(): void {
  const goTo = useShell((s) => s.goTo)
  const [, go] = useLocation()
  useEffect(() => {
    if (goTo === undefined) return
    useShell.setState({ goTo: undefined })
    go(goTo)
  }, [goTo, go])
}

export function Shell() {
  const paused = useDesk((s) => s.paused)
  const [atRecords] = useRoute('/transcripts/*?')
  const [atFloor] = useRoute(PAGE)
  const [atDesk] = useRoute('/')
  const floor = useSession((s) => supervises(s.me))
  const reading = useShell((s) => s.pane === 'chat')
  useTitle(atRecords ? words.nav.transcripts : atFloor ? words.nav.floor : words.nav.chats)
  useGoing()
  useEffect(startKeys, [])
  if (paused) return <Paused />
  return (
    <div className="shell">
      <Bar />
      <div className="shell-body">
        <Lost />
        {(!atDesk || reading) && <Ringing narrow={atDesk} />}
        <Switch>
          <Route path="/">
            <DeskPage />
          </Route>
          {floor && (
            <Route path={PAGE}>
              <FloorPage />
            </Route>
          )}
          <Route path="/transcripts/:chat?">{({ chat }) => <TranscriptsPage chat={chat} />}</Route>
          <Route>
            <Redirect to="/" />
          </Route>
        </Switch>
      </div>
      <Dialogs />
      <Toasts />
    </div>
  )
}
