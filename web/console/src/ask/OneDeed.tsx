// The dialogs that ask for a word or two: block (R188), call a supervisor (R197), leave (R163).

import { useState } from 'react'
import { block, leave, raise } from '../desk/deeds'
import type { OpenChat } from '../desk/desk'
import { agentsIn, myParties, nameIn, visitorName } from '../desk/party'
import { Icon } from '../parts/Icon'
import { words } from '../words'
import { AskForm, NoteField, tooMany } from './Form'

export function BlockDialog({ c }: { c: OpenChat }) {
  const [why, set] = useState('')
  const w = words.block
  const address = c.view?.visitor?.address
  return (
    <AskForm title={w.title} go={w.go} icon="block" destroys ready={!tooMany(why)} does={() => block(c.chat, why)}>
      <p className="banner banner-bad">
        <Icon name="block" />
        <bdi className="grow">
          <b className="strong">{w.ends}</b>
          {w.sees(visitorName(c))}
          {address && w.address(address)}
        </bdi>
      </p>
      <NoteField label={w.why} hint={w.optional} placeholder={w.placeholder} value={why} change={set} />
    </AskForm>
  )
}

export function FlagDialog({ c }: { c: OpenChat }) {
  const [text, set] = useState('')
  const w = words.flag
  const ready = !!text.trim() && !tooMany(text)
  return (
    <AskForm title={w.title} go={w.go} icon="flag" ready={ready} does={() => raise(c.chat, text)}>
      <NoteField label={w.label} value={text} change={set} autoFocus />
      <p className="dim">
        <bdi>{w.see(visitorName(c))}</bdi>
      </p>
    </AskForm>
  )
}

export function LeaveDialog({ c }: { c: OpenChat }) {
  const w = words.leave
  const mine = myParties(c.view)
  const others = agentsIn(c)
    .filter((p) => !mine.includes(p))
    .map((p) => nameIn(c, p))
  const name = visitorName(c)
  return (
    <AskForm title={w.title(name)} go={w.button} icon="end" destroys ready cancel={w.stay} does={() => leave(c.chat)}>
      <p>
        <bdi>{w.text([name, ...others])}</bdi>
      </p>
    </AskForm>
  )
}
