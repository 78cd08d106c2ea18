// The chat that is watched: its log as it grows, what its agent writes, and a box for whispering (R203–R205, R325).

import { useState } from 'react'
import { complain } from '../desk/acts'
import { lower } from '../desk/deeds'
import type { OpenChat } from '../desk/desk'
import { Log } from '../desk/Log'
import { hasEnded } from '../desk/lamp'
import { agentsIn, nameIn, visitorName } from '../desk/party'
import { Bones } from '../parts/Bones'
import { Empty } from '../parts/Empty'
import { Icon } from '../parts/Icon'
import { Lamp } from '../parts/Lamp'
import { useCan } from '../session/session'
import { words } from '../words'
import { useFloor, type Watched } from './floor'
import { unwatch } from './supervise'
import { Whisper } from './Whisper'

const w = words.floor

/** The agents in a chat by their names; before its log is there, whoever called. */
export function agentNames(c: OpenChat | undefined, called: string): string {
  const names = c ? agentsIn(c).map((p) => nameIn(c, p)) : []
  return names.join(', ') || called
}

function Head({ watched, c }: { watched: Watched; c?: OpenChat }) {
  const [busy, setBusy] = useState(false)
  const agent = agentNames(c, watched.agent)
  const down = async () => {
    if (busy) return
    setBusy(true)
    const refusal = await lower(watched.chat)
    setBusy(false)
    if (refusal) complain(refusal)
  }
  return (
    <header className="watch-head">
      <Icon name="eye" />
      <div className="grow">
        <h2 className="cut">
          <bdi>{c ? w.pair(agent, visitorName(c)) : agent}</bdi>
        </h2>
        <p className="dim">
          <bdi>{w.nobodySees}</bdi>
        </p>
      </div>
      {c?.view?.flag && (
        <button type="button" className="button" aria-disabled={busy} onClick={() => void down()}>
          <Icon name="flag" />
          {words.flag.lower}
        </button>
      )}
      <button
        type="button"
        className="button button-icon button-quiet"
        aria-label={w.close}
        title={w.close}
        onClick={unwatch}
      >
        <Icon name="x" />
      </button>
    </header>
  )
}

function Foot({ watched, c }: { watched: Watched; c: OpenChat }) {
  const whispers = useCan('whisper')
  if (hasEnded(c) || c.gone)
    return (
      <p className="banner watch-over">
        <Lamp name="end" />
        <bdi>{hasEnded(c) ? w.ended : w.gone}</bdi>
      </p>
    )
  return whispers ? <Whisper key={c.chat} chat={c.chat} to={agentNames(c, watched.agent)} /> : null
}

export function WatchPane() {
  const watched = useFloor((s) => s.watched)
  if (!watched) return null
  const { c, state, error } = watched
  return (
    <section className="watch" aria-label={w.watch}>
      <Head watched={watched} c={c} />
      {state === 'refused' && <Empty bad icon="lock" title={w.refused} text={error} className="grow" />}
      {state !== 'refused' && !c?.view && <Bones label={w.opening} widths={[70, 54, 62]} />}
      {state !== 'refused' && c?.view && (
        <>
          <Log c={c} />
          <Foot watched={watched} c={c} />
        </>
      )}
    </section>
  )
}
