// Who waits, and whom she talks to.

import { useRef } from 'react'
import { keyName } from '../app/keys'
import { usePreferences } from '../app/preferences'
import { useShell } from '../app/shell'
import { words } from '../words'
import { useDesk } from './desk'
import { fold } from './feed'
import { MyChats } from './MyChats'
import { RequestRow } from './RequestRow'
import { oldest, open } from './waiting'

/** Notes whether pointer or focus is on the rows, which stand still as long. */
function useHold() {
  const at = useRef({ pointer: false, focus: false })
  const note = (change: Partial<typeof at.current>) => {
    Object.assign(at.current, change)
    useDesk.setState({ held: at.current.pointer || at.current.focus })
    fold()
  }
  return {
    onPointerEnter: () => note({ pointer: true }),
    onPointerLeave: () => note({ pointer: false }),
    onFocus: () => note({ focus: true }),
    onBlur: () => note({ focus: false }),
  }
}

/** Why nobody is shown, if there is a reason. */
function Nobody() {
  const screen = useDesk((s) => s.screen)
  const w = words.list
  const full = screen && screen.load >= screen.capacity
  const why = screen?.status === 'Away' ? w.awayHint : screen?.status === 'Online' && full ? w.fullHint : w.noneWaiting
  return <p className="list-none">{why}</p>
}

function Waiting() {
  const rows = useDesk((s) => s.rows)
  const hold = useHold()
  const first = oldest(rows)
  return (
    <>
      <h2 id="waiting">
        {words.list.waiting} <b>{rows.filter(open).length}</b>
      </h2>
      {rows.length === 0 && <Nobody />}
      <ul aria-labelledby="waiting" {...hold}>
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
