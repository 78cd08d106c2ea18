// All keys, and what each does.

import { Fragment } from 'react'
import { DialogBox } from '../parts/DialogBox'
import { words } from '../words'
import { keyName } from './keys'
import { closeDialog } from './shell'

const list = (): [does: string, ...keys: string[]][] => [
  [words.keys.tab, keyName('1'), '…', keyName('9')],
  [words.keys.accept, keyName('A')],
  [words.keys.decline, keyName('X')],
  [words.keys.longest, keyName('L')],
  [words.keys.transfer, keyName('T')],
  [words.keys.invite, keyName('I')],
  [words.keys.flag, keyName('H')],
  [words.keys.closeTab, keyName('W')],
  [words.keys.send, 'Enter'],
  [words.keys.line, 'Shift Enter'],
  [words.keys.leave, 'Esc'],
  [words.keys.arrows, '←', '→', '↑', '↓'],
  [words.keys.remove, 'Delete'],
  [words.keys.search, '/'],
  [words.keys.list, '?'],
]

export function KeyList() {
  return (
    <DialogBox
      title={words.keys.title}
      close={closeDialog}
      foot={
        <>
          <span className="grow dim">{words.keys.text}</span>
          {/* biome-ignore lint/a11y/noAutofocus: the only thing to do here */}
          <button type="button" className="button" autoFocus onClick={closeDialog}>
            {words.close}
          </button>
        </>
      }
    >
      <dl className="keys">
        {list().map(([does, ...keys]) => (
          <Fragment key={does}>
            <dt>{does}</dt>
            <dd className="row">{keys.map((k) => (k === '…' ? <span key={k}>…</span> : <kbd key={k}>{k}</kbd>))}</dd>
          </Fragment>
        ))}
      </dl>
    </DialogBox>
  )
}
