// Above the log: what is being asked and what became of it, who is in the chat, the flag, a visitor who does not answer.

import { useState } from 'react'
import { useShell } from '../app/shell'
import { Icon } from '../parts/Icon'
import { Lamp } from '../parts/Lamp'
import { useNow } from '../parts/now'
import { span } from '../parts/time'
import { words } from '../words'
import { complain } from './acts'
import { lower, withdraw } from './deeds'
import type { OpenChat } from './desk'
import { hasEnded, idleLeft } from './lamp'
import { fate } from './notices'
import { agentsIn, myParties, nameIn, visitorName } from './party'

/** Does something once; what is refused is told. */
function useOnce(act: () => Promise<string | undefined>): [busy: boolean, go: () => void] {
  const [busy, setBusy] = useState(false)
  const go = async () => {
    if (busy) return
    setBusy(true)
    const refusal = await act()
    setBusy(false)
    if (refusal) complain(refusal)
  }
  return [busy, () => void go()]
}

/** What is being asked, and for how long still. */
function Asked({ c }: { c: OpenChat }) {
  const now = useNow()
  const [busy, back] = useOnce(() => withdraw(c.chat))
  const invite = c.view?.invite
  if (!invite) return null
  return (
    <div className="banner">
      <Lamp name="move" />
      <span className="grow">
        <bdi className="num">
          <b className="strong">{words.asked[invite.kind](invite.name || invite.target)}</b>
          {words.asked.left(span(invite.until - now))}
          {invite.kind === 'transfer' && words.asked.both}
        </bdi>
      </span>
      <button type="button" className="button" aria-disabled={busy} onClick={back}>
        {words.asked.back}
      </button>
    </div>
  )
}

/** What she asked for and did not get (R146, R147, R161). */
function Fate({ c }: { c: OpenChat }) {
  const [put, putAway] = useState(0)
  const told = fate(c)
  const kind = c.private.findLast((e) => e.kind === 'invited' || e.kind === 'passed')?.invite
  if (!told || told.key === put) return null
  const again = () => {
    putAway(told.key)
    useShell.setState({ dialog: { kind: kind === 'conference' ? 'invite' : 'transfer', chat: c.chat } })
  }
  return (
    <div className="banner banner-warn" role="status">
      <Icon name="info" />
      <span className="grow">
        <bdi>
          <b className="strong">{told.text}.</b>
          {kind !== 'conference' && words.asked.stays}
        </bdi>
      </span>
      <button type="button" className="button" onClick={again}>
        {words.asked.again}
      </button>
      <button
        type="button"
        className="button button-icon button-quiet"
        aria-label={words.close}
        title={words.close}
        onClick={() => putAway(told.key)}
      >
        <Icon name="x" />
      </button>
    </div>
  )
}

/** Who is in it, when it is more than one agent. */
function Members({ c }: { c: OpenChat }) {
  const all = agentsIn(c)
  if (all.length < 2) return null
  const mine = myParties(c.view)
  const names = [words.you, ...all.filter((p) => !mine.includes(p)).map((p) => nameIn(c, p))]
  return (
    <section className="banner" aria-label={words.conference.label}>
      <Icon name="join" />
      <span className="grow">
        <bdi className="strong">{words.conference.are(names)}</bdi>
      </span>
    </section>
  )
}

function Flag({ c }: { c: OpenChat }) {
  const now = useNow()
  const [busy, go] = useOnce(() => lower(c.chat))
  const flag = c.view?.flag
  if (!flag) return null
  return (
    <div className="banner banner-help">
      <Icon name="flag" />
      <span className="grow">
        <bdi>
          <b className="strong num">{words.flag.raised(span(now - flag.at))}</b> “{flag.text}”
        </bdi>
      </span>
      <button type="button" className="button" aria-disabled={busy} onClick={go}>
        {words.flag.lower}
      </button>
    </div>
  )
}

/** The visitor was warned, and the chat ends if she stays silent (R126). */
function Idle({ c }: { c: OpenChat }) {
  const left = idleLeft(c, useNow())
  if (left === undefined) return null
  return (
    <div className="banner banner-warn">
      <Icon name="clock" />
      <bdi className="grow num">{words.chat.idle(visitorName(c), span(left))}</bdi>
    </div>
  )
}

export function Bars({ c }: { c: OpenChat }) {
  if (hasEnded(c) || c.gone) return null
  return (
    <div className="bars">
      <Members c={c} />
      <Asked c={c} />
      <Fate c={c} />
      <Flag c={c} />
      <Idle c={c} />
    </div>
  )
}
