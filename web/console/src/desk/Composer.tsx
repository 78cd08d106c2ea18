// Where an agent writes. The strip says who will read it; Enter and Send both send (R111); what is not sent is kept.

import { type KeyboardEvent, useEffect, useRef } from 'react'
import { MAX_TEXT } from '../../../link/link'
import { useShell } from '../app/shell'
import { Icon } from '../parts/Icon'
import { words } from '../words'
import { say, tooLong, typing } from './acts'
import { draft, type OpenChat, useDesk } from './desk'
import { agentsIn, visitorName } from './party'
import { Typist } from './typist'

const w = words.chat

/** From here on the characters that are left are told. */
const NEAR = 200

const typist = new Typist(typing, {
  now: () => Date.now(),
  setTimeout: (f, ms) => setTimeout(f, ms),
  clearTimeout: (t) => clearTimeout(t as ReturnType<typeof setTimeout>),
})

function Hint({ id, text, refused }: { id: string; text: string; refused?: string }) {
  const left = MAX_TEXT - [...text].length
  if (refused) {
    return (
      <span id={id} className="grow compose-over" role="alert">
        <bdi>{refused}</bdi>
      </span>
    )
  }
  return (
    <span id={id} className="grow dim">
      <bdi>{left < NEAR ? w.nearLimit(left) : text ? w.draftKept : ''}</bdi>
    </span>
  )
}

/** Takes the focus when the chat was just accepted or chosen; nothing else ever moves it. */
function useWantedFocus(chat: string) {
  const field = useRef<HTMLTextAreaElement>(null)
  const wanted = useShell((s) => s.wantsFocus === chat)
  useEffect(() => {
    if (!wanted) return
    field.current?.focus()
    useShell.setState({ wantsFocus: undefined })
  }, [wanted])
  return field
}

export function Composer({ c }: { c: OpenChat }) {
  const text = useDesk((s) => s.drafts[c.chat] ?? '')
  const lost = useDesk((s) => s.line.lostAt !== undefined)
  const field = useWantedFocus(c.chat)
  const refused = tooLong(text)
  const several = agentsIn(c).length > 1
  const name = visitorName(c)

  useEffect(() => () => typist.stop(), [])

  const send = () => {
    if (say(c.chat, text)) typist.stop()
    field.current?.focus()
  }
  const pressed = (e: KeyboardEvent) => {
    if (e.key === 'Escape') document.getElementById('log')?.focus()
    if (e.key !== 'Enter' || e.shiftKey || e.nativeEvent.isComposing) return
    e.preventDefault()
    send()
  }
  const wrote = (next: string) => {
    draft(c.chat, next)
    typist.wrote(c.chat, next, c.view?.peek)
  }

  return (
    <div className={`compose ${refused ? 'compose-refused' : ''}`}>
      <label className="compose-to" htmlFor="composer">
        <Icon name="chat" />
        <bdi>{w.to(name)}</bdi> <span>{lost ? w.later : several ? w.readAll : w.reads}</span>
      </label>
      <textarea
        id="composer"
        ref={field}
        dir="auto"
        value={text}
        placeholder={lost ? w.placeholderLater : w.placeholder}
        aria-describedby="composer-hint"
        aria-invalid={!!refused}
        onChange={(e) => wrote(e.target.value)}
        onKeyDown={pressed}
      />
      <div className="compose-foot">
        <Hint id="composer-hint" text={text} refused={refused} />
        <span className="dim nowrap">
          <kbd>Shift Enter</kbd> {w.newLine}
        </span>
        <button type="button" className="button button-main" aria-disabled={!text.trim() || !!refused} onClick={send}>
          <Icon name="send" />
          {w.send} <kbd>{w.enter}</kbd>
        </button>
      </div>
    </div>
  )
}
