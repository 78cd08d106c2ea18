// What an agent does with a chat beyond writing in it: hand it over, ask others in, leave, block, call for help. Each
// gives back the words of its refusal, for the dialog that asked; nothing if it was done.

import type { Ack, Change } from '../../../link/link'
import { useShell } from '../app/shell'
import { words } from '../words'
import { engaged, forget } from './acts'
import { stand, useDesk } from './desk'
import { visitorName } from './party'

/** Characters of a note, a comment, a call for help. */
export const MAX_NOTE = 1_000

type Refusal = string | undefined

/** Does one thing and reads what it left behind in the private log. */
async function doing(frame: Change & { chat: string }, done: (ack: Ack) => void = () => undefined): Promise<Refusal> {
  const link = engaged()
  if (!link) return words.line.lost
  try {
    const ack = await link.change(frame)
    stand(ack.screen)
    done(ack)
    if (link.timelines.has(frame.chat)) link.read(frame.chat)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const tell = (text: string) => useShell.getState().toast(text)

const nameOf = (chat: string) => {
  const c = useDesk.getState().chats[chat]
  return c ? visitorName(c) : words.nobody
}

const noted = (note: string) => (note.trim() ? { note: note.trim() } : {})

export interface Target {
  to: 'agent' | 'skill' | 'button'
  target: string
  /** As people call it. */
  name: string
}

/** Asks for the chat to be taken over; a queue takes it at once, and it closes here (R136–R150, R314, R315). */
export function transfer(chat: string, { to, target, name }: Target, note: string): Promise<Refusal> {
  const visitor = nameOf(chat)
  return doing({ action: 'transfer', chat, to, target, ...noted(note) }, () => {
    if (to !== 'button') return
    forget(chat)
    tell(words.transfer.queued(visitor, name))
  })
}

/** Asks one agent with a skill, or all of them, into the chat (R158). */
export const invite = (chat: string, skill: string, agent: string, note: string): Promise<Refusal> =>
  doing({ action: 'conference', chat, skill, ...(agent ? { agent } : {}), ...noted(note) })

/** Takes back what is being asked (R148, R162). */
export const withdraw = (chat: string): Promise<Refusal> => doing({ action: 'withdraw', chat })

/** Leaves a chat in which others stay (R163). */
export function leave(chat: string): Promise<Refusal> {
  const visitor = nameOf(chat)
  return doing({ action: 'leave', chat }, () => {
    forget(chat)
    tell(words.leave.done(visitor))
  })
}

/** Ends the chat and blocks where the visitor comes from (R188–R190). */
export const block = (chat: string, comment: string): Promise<Refusal> =>
  doing({ action: 'block', chat, ...(comment.trim() ? { comment: comment.trim() } : {}) })

export const raise = (chat: string, text: string): Promise<Refusal> =>
  doing({ action: 'flag', chat, text: text.trim() })

export const lower = (chat: string): Promise<Refusal> => doing({ action: 'flag', chat, lower: true })

/** Writes to the agents of a chat alone (R205). */
export const whisper = (chat: string, text: string): Promise<Refusal> => doing({ action: 'whisper', chat, text })
