// Where a supervisor writes to the agents of a chat and to nobody else (R205, R207).

import { type KeyboardEvent, useState } from 'react'
import { complain, tooLong } from '../desk/acts'
import { whisper } from '../desk/deeds'
import { Icon } from '../parts/Icon'
import { words } from '../words'

const w = words.floor

export function Whisper({ chat, to }: { chat: string; to: string }) {
  const [text, set] = useState('')
  const [busy, setBusy] = useState(false)
  const refused = tooLong(text)
  const ready = !!text.trim() && !refused && !busy
  const send = async () => {
    if (!ready) return
    setBusy(true)
    const refusal = await whisper(chat, text)
    setBusy(false)
    if (refusal) complain(refusal)
    else set('')
  }
  const pressed = (e: KeyboardEvent) => {
    if (e.key === 'Escape') document.getElementById('log')?.focus()
    if (e.key !== 'Enter' || e.shiftKey || e.nativeEvent.isComposing) return
    e.preventDefault()
    void send()
  }
  return (
    <div className="compose compose-whisper">
      <label className="compose-to" htmlFor="whisper">
        <Icon name="whisper" />
        <bdi>{w.toAgents(to)}</bdi> <span>{w.neverVisitor}</span>
      </label>
      <textarea
        id="whisper"
        dir="auto"
        value={text}
        placeholder={w.whisperTo(to)}
        readOnly={busy}
        aria-invalid={!!refused}
        aria-describedby="whisper-hint"
        onChange={(e) => set(e.target.value)}
        onKeyDown={pressed}
      />
      <div className="compose-foot">
        <span id="whisper-hint" className="grow compose-over" role="status">
          {refused}
        </span>
        <button type="button" className="button button-whisper" aria-disabled={!ready} onClick={() => void send()}>
          <Icon name="whisper" />
          {busy ? w.whispering : w.whisper}
        </button>
      </div>
    </div>
  )
}
