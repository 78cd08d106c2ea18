// Every word that a visitor reads, in English. A site may put its own in their place, by the English ones (`set`, texts);
// $1 and $2 are filled in.

export const title = 'Chat with us'
export const back = 'Chat'
export const news = 'new messages'
export const close = 'Close the window, keep the chat'

export const name = 'Your name'
export const optional = 'optional'
export const question = 'Your question'
export const start = 'Start chat'
export const secrets = 'Please don\u2019t send card numbers or passwords.'

export const awayTitle = 'Nobody is here'
export const away = 'Chat is not available right now.'
export const later = 'Please try again later.'
export const broken = 'The chat can\u2019t be reached.'
export const retry = 'Try again'

export const asking = 'Connecting\u2026'
export const waitTitle = 'Waiting for an agent'
export const waiting = 'You are waiting.'
export const waitHow = 'We can\u2019t tell yet how long.'
export const place = 'You are number $1 in the queue.'
export const wait = 'About $1.'
export const waited = 'You have waited $1.'
export const browse = 'Keep browsing if you like. Your place is kept.'
export const cancel = 'Cancel chat'

export const passed = 'You are being transferred\u2026'
export const idle = 'Are you still there?'
export const idleHow = 'The chat ends in $1 if you don\u2019t write.'
export const keep = 'Save chat'

export const log = 'Conversation'
export const you = 'You'
export const and = ' and '
export const typing = '$1 is typing'
export const write = 'Write a message'
export const send = 'Send'
export const sending = 'Sending\u2026'
export const held = 'Waits for the connection'
export const failed = 'Not sent.'
export const discard = 'Delete'
export const lost = 'No connection. Trying again; nothing is lost.'

export const end = 'End chat'
export const endAsk = 'End this chat?'
export const stay = 'Keep chatting'
export const transferred = '$1 took over the chat.'
export const absent = 'The connection to $1 is lost. Please wait a moment.'
export const returned = '$1 is back.'
export const left = '$1 left the chat.'
export const joined = '$1 joined the chat.'
export const agent = 'The agent'
export const endedBy = '$1 ended the chat at $2.'
export const endedYou = 'You ended the chat.'
export const cancelled = 'You cancelled the chat.'
export const visitorGone = 'The chat ended because you were away.'
export const agentGone = 'The chat ended because the agent was cut off.'
export const endedIdle = 'The chat ended because nobody wrote for a while.'
export const endedElse = 'The chat has ended.'
export const ended = 'Chat ended'
export const again = 'Start a new chat'

/** A site's own words, by the English ones; `lang` says which language they are. */
export const texts: Record<string, string> = {}

/** The words to show, with values in their places. */
export const t = (english: string, ...values: string[]): string =>
  (texts[english] ?? english).replace(/\$(\d)/g, (_, n) => values[n - 1] ?? '')
