// In the composer's place once a chat has ended: nothing can be sent, and what its open tab still costs (R118, R120).

import { useEffect } from 'react'
import { useShell } from '../app/shell'
import { Icon } from '../parts/Icon'
import { Lamp } from '../parts/Lamp'
import { words } from '../words'
import { close } from './acts'
import { type OpenChat, useDesk } from './desk'
import { hasEnded, isClosed } from './lamp'
import { visitorName } from './party'

const w = words.chat

export function EndedBar({ c }: { c: OpenChat }) {
  const screen = useDesk((s) => s.screen)
  const costs = !!screen && screen.status !== 'Offline' && !isClosed(c)
  const wanted = useShell((s) => s.wantsFocus === c.chat)
  useEffect(() => {
    if (!wanted) return
    document.getElementById('log')?.focus() // not the button: who types on must not close the tab
    useShell.setState({ wantsFocus: undefined })
  }, [wanted])
  return (
    <div className="banner">
      <Lamp name="end" />
      <span className="grow">
        <bdi>
          <b className="strong">{hasEnded(c) ? w.hasEnded : w.gone(visitorName(c))}</b>
          {costs ? w.hasEndedRest(screen.capacity) : w.hasEndedFree}
        </bdi>
      </span>
      <button type="button" className="button button-main" aria-disabled={!!c.closing} onClick={() => close(c.chat)}>
        <Icon name="x" />
        {c.closing ? w.closing : w.closeTab}
      </button>
    </div>
  )
}
