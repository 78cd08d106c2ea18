// A dialog that asks for something and does it: it stays open with the reason if that was refused, and Control Enter is
// its main button.

import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from 'react'
import { closeDialog } from '../app/shell'
import { MAX_NOTE } from '../desk/deeds'
import { DialogBox } from '../parts/DialogBox'
import { Icon } from '../parts/Icon'
import { words } from '../words'

interface Props {
  title: string
  /** What the main button says and shows. */
  go: string
  icon: string
  busy?: string
  /** Destroys something: the focus starts on Cancel. */
  destroys?: boolean
  ready: boolean
  does(): Promise<string | undefined>
  children: ReactNode
  cancel?: string
}

export function AskForm({ title, go, icon, busy, destroys, ready, does, children, cancel }: Props) {
  const [state, set] = useState<{ busy: boolean; refusal?: string }>({ busy: false })
  const submit = async (e?: FormEvent) => {
    e?.preventDefault()
    if (!ready || state.busy) return
    set({ busy: true })
    const refusal = await does()
    if (refusal) set({ busy: false, refusal })
    else closeDialog()
  }
  const pressed = (e: KeyboardEvent) => {
    if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey)) return
    e.preventDefault()
    void submit()
  }
  return (
    <DialogBox
      title={title}
      close={closeDialog}
      alert={destroys}
      foot={
        <>
          <button
            type="button"
            className={`button ${destroys ? '' : 'button-quiet'}`}
            // biome-ignore lint/a11y/noAutofocus: a dialog that destroys starts at the button that does not
            autoFocus={destroys}
            onClick={closeDialog}
          >
            {cancel ?? words.cancel}
          </button>
          <button
            type="submit"
            form="ask"
            className={`button ${destroys ? 'button-danger' : 'button-main'}`}
            aria-disabled={!ready || state.busy}
          >
            <Icon name={icon} />
            {state.busy && busy ? busy : go} {!destroys && <kbd>Ctrl Enter</kbd>}
          </button>
        </>
      }
    >
      <form id="ask" className="ask" onSubmit={submit} onKeyDown={pressed}>
        {children}
        {state.refusal && (
          <p className="banner banner-bad" role="alert">
            <Icon name="warn" />
            <bdi className="grow">{state.refusal}</bdi>
          </p>
        )}
      </form>
    </DialogBox>
  )
}

interface NoteProps {
  label: string
  hint?: string
  placeholder?: string
  value: string
  change(text: string): void
  autoFocus?: boolean
}

/** How many characters a text has too many. */
export const tooMany = (text: string): number => Math.max(0, [...text.trim()].length - MAX_NOTE)

/** A text of at most a thousand characters. */
export function NoteField({ label, hint, placeholder, value, change, autoFocus }: NoteProps) {
  const over = tooMany(value)
  return (
    <div className="ask-note">
      <label htmlFor="note">
        <b className="strong">
          <bdi>{label}</bdi>
        </b>{' '}
        {hint && <span className="dim">{hint}</span>}
      </label>
      <textarea
        id="note"
        className="area"
        dir="auto"
        rows={3}
        value={value}
        placeholder={placeholder}
        aria-invalid={over > 0}
        aria-describedby="note-over"
        // biome-ignore lint/a11y/noAutofocus: a dialog starts at its first field
        autoFocus={autoFocus}
        onChange={(e) => change(e.target.value)}
      />
      <span id="note-over" className="ask-over" role="status">
        {over > 0 && words.transfer.tooLong(over)}
      </span>
    </div>
  )
}
