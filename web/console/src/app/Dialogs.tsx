// The dialogs, each with its consequence in words.

import { end, present } from '../desk/acts'
import { useDesk } from '../desk/desk'
import { unansweredSince } from '../desk/lamp'
import { visitorName } from '../desk/turns'
import { DialogBox } from '../parts/DialogBox'
import { Icon } from '../parts/Icon'
import { useNow } from '../parts/now'
import { span } from '../parts/time'
import { signOut } from '../session/connect'
import { useRunning } from '../session/Presence'
import { words } from '../words'
import { KeyList } from './KeyList'
import { closeDialog, useShell } from './shell'

export function Dialogs() {
  const dialog = useShell((s) => s.dialog)
  if (dialog?.kind === 'keys') return <KeyList />
  if (dialog?.kind === 'offline') return <OfflineDialog out={dialog.out} />
  if (dialog?.kind === 'end') return <EndDialog chat={dialog.chat} />
  return null
}

/** Going Offline ends her chats: the focus starts on staying (R18). */
function OfflineDialog({ out }: { out: boolean }) {
  const running = useRunning()
  const status = useDesk((s) => s.screen?.status ?? 'Online')
  const w = words.presence
  const go = () => {
    closeDialog()
    void (out ? signOut() : present('Offline'))
  }
  return (
    <DialogBox
      alert
      title={out ? w.askOutTitle : w.askTitle}
      close={closeDialog}
      foot={
        <>
          {/* biome-ignore lint/a11y/noAutofocus: a dialog that destroys starts at the button that does not */}
          <button type="button" className="button" autoFocus onClick={closeDialog}>
            {w.stay(w[status])}
          </button>
          <button type="button" className="button button-danger" onClick={go}>
            {out ? w.goOut(running) : w.go(running)}
          </button>
        </>
      }
    >
      <p>
        <bdi>
          <b className="strong">{w.ask(running)}</b>
          {w.askRest}
        </bdi>
      </p>
    </DialogBox>
  )
}

/** Asked only if the visitor waits for an answer. */
function EndDialog({ chat }: { chat: string }) {
  const c = useDesk((s) => s.chats[chat])
  const now = useNow()
  if (!c) return null
  const name = visitorName(c)
  const since = unansweredSince(c.events)
  const go = () => {
    closeDialog()
    void end(chat)
  }
  return (
    <DialogBox
      title={words.end.title(name)}
      close={closeDialog}
      foot={
        <>
          <button type="button" className="button button-quiet" onClick={closeDialog}>
            {words.cancel}
          </button>
          {/* biome-ignore lint/a11y/noAutofocus: Enter confirms, as the key on the button says */}
          <button type="button" className="button button-main" autoFocus onClick={go}>
            <Icon name="end" />
            {words.end.button} <kbd>{words.chat.enter}</kbd>
          </button>
        </>
      }
    >
      <p>
        <bdi>
          {words.end.sees(name)}
          {since !== undefined && words.end.unanswered(span(now - since))}
        </bdi>
      </p>
    </DialogBox>
  )
}
