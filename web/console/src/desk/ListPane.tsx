// Who waits, and whom she talks to.

import { useEffect, useRef } from 'react'
import { keyName } from '../app/keys'
import { usePreferences } from '../app/preferences'
import { useShell } from '../app/shell'
import { words } from '../words'
import { useDesk } from './desk'
import { fold } from './feed'
import { MyChats } from './MyChats'
import { RequestRow } from './RequestRow'
import { oldest, open } from './waiting'

/** Notes whether pointer or focus is on the rows, which stand still as long. It looks instead of listening: a row that
 *  vanishes under the focus tells nobody. */
function useHold() {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const look = () => {
      const held = !!list.current?.matches(':hover') || !!list.current?.contains(document.activeElement)
      if (held !== useDesk.getState().held) useDesk.setState({ held })
      fold()
    }
    const timer = setInterval(look, 250)
    return () => {
      clearInterval(timer)
      useDesk.setState({ held: false })
    }
  }, [])
  return list
}

/** Why nobody is shown, if there is a reason. */
function Nobody() {
  const screen = useDesk((s) => s.screen)
  const w = words.list
  const online = screen && screen.load >= screen.capacity ? w.fullHint : w.noneWaiting
  const why = { Online: online, Away: w.awayHint, Offline: w.offlineHint }[screen?.status ?? 'Online']
  return (
    <p className="list-none">
      <bdi>{why}</bdi>
    </p>
  )
}

function Waiting() {
  const rows = useDesk((s) => s.rows)
  const list = useHold()
  const first = oldest(rows)
  return (
    <>
      <h2 id="waiting">
        {words.list.waiting} <b>{rows.filter(open).length}</b>
      </h2>
      {rows.length === 0 && <Nobody />}
      <ul aria-labelledby="waiting" ref={list}>
        {rows.map((row) => (
          <RequestRow key={row.request.chat} row={row} first={row === first} />
        ))}
      </ul>
    </>
  )
}

function Foot() {
  const keys = usePreferences((p) => p.keys)
  return (
    <div className="list-foot">
      {keys && (
        <span>
          <kbd>{keyName('L')}</kbd> {words.list.longest}
        </span>
      )}
      <button type="button" onClick={() => useShell.setState({ dialog: { kind: 'keys' } })}>
        <kbd>?</kbd> {words.list.allKeys}
      </button>
    </div>
  )
}

export function ListPane() {
  return (
    <aside className="list" aria-label={words.list.label}>
      <Waiting />
      <MyChats />
      <Foot />
    </aside>
  )
}
