// The dialogs, each with its consequence in words.

import { useEffect } from 'react'
import { InviteDialog } from '../ask/InviteDialog'
import { BlockDialog, FlagDialog, LeaveDialog } from '../ask/OneDeed'
import { TransferDialog } from '../ask/TransferDialog'
import { end, present } from '../desk/acts'
import { type OpenChat, useDesk } from '../desk/desk'
import { hasEnded, unansweredSince } from '../desk/lamp'
import { visitorName } from '../desk/party'
import { setStatus } from '../floor/supervise'
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
  if (dialog?.kind === 'logOut') return <LogOutDialog {...dialog} />
  if (dialog) return <ChatDialog kind={dialog.kind} chat={dialog.chat} />
  return null
}

/** A supervisor logs an agent out, whose chats end with it (R25). */
function LogOutDialog({ person, name, chats }: { person: string; name: string; chats: number }) {
  const w = words.floor
  const go = () => {
    closeDialog()
    void setStatus(person, name, 'Offline')
  }
  return (
    <DialogBox
      alert
      title={w.askOut(name)}
      close={closeDialog}
      foot={
        <>
          {/* biome-ignore lint/a11y/noAutofocus: a dialog that destroys starts at the button that does not */}
          <button type="button" className="button" autoFocus onClick={closeDialog}>
            {words.cancel}
          </button>
          <button type="button" className="button button-danger" onClick={go}>
            {w.doOut(chats)}
          </button>
        </>
      }
    >
      <p>
        <bdi>{w.askOutText(name, chats)}</bdi>
      </p>
    </DialogBox>
  )
}

const ofChat = {
  end: EndDialog,
  leave: LeaveDialog,
  transfer: TransferDialog,
  invite: InviteDialog,
  block: BlockDialog,
  flag: FlagDialog,
}

/** A dialog about a chat goes with it. */
function ChatDialog({ kind, chat }: { kind: keyof typeof ofChat; chat: string }) {
  const c = useDesk((s) => s.chats[chat])
  const over = !c || hasEnded(c)
  useEffect(() => {
    if (over) closeDialog()
  }, [over])
  if (over) return null
  const Shown = ofChat[kind]
  return <Shown c={c} />
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

/** Asked only if the visitor waits for an answer, or a colleague is asked to come. */
function EndDialog({ c }: { c: OpenChat }) {
  const now = useNow()
  const name = visitorName(c)
  const since = unansweredSince(c.events)
  const go = () => {
    closeDialog()
    void end(c.chat)
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
          {c.view?.invite && words.end.asked}
        </bdi>
      </p>
    </DialogBox>
  )
}
