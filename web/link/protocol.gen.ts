// Generated from shared/protocol by `make generate`. Do not edit.

export const SUBPROTOCOL = 'switchboard.v1'
export const TICKET_PREFIX = 'ticket.'
export const MAX_TEXT = 4096
export const MAX_NAME = 80
export const MAX_QUESTION = 1000

/**
 * Accept takes a waiting request.
 */
export interface Accept {
  action: 'accept'
  id: string
  chat: string
  after: number
}

/**
 * Ack answers a frame that changed something, or had done so already.
 */
export interface Ack {
  type: 'ack'
  /** the action */
  re: string
  id: string
  chat?: string
  seq?: number
  at: number
  /** what the caller did not hold yet, when it fits; its own event included */
  events?: ChatEvent[]
  /** request and accept: the chat as the caller now sees it */
  view?: Chat
  screen?: Screen
}

/**
 * Beat says that the client is there and how much it holds; an agent's beat renews her lease.
 */
export interface Beat {
  action: 'beat'
  id: string
  have?: Held[]
  /** agents: the revision of the list of waiting requests that she shows */
  listRev?: number
}

/**
 * Beaten answers Beat.
 */
export interface Beaten {
  type: 'beat'
  id: string
  at: number
  tails: Held[]
  gone?: string[]
  screen?: Screen
  listRev?: number
  requests?: Waiting[]
  /** Requests is the whole list, also when it is empty */
  listed?: boolean
}

/**
 * Chat is a chat as its reader may see it: where it stands, and the events she was missing.
 */
export interface Chat {
  chat: string
  state: 'waiting' | 'engaged' | 'ended' | 'closed'
  button: string
  /** staff: the deployment's name */
  site?: string
  requestedAt: number
  acceptedAt?: number
  endedAt?: number
  parties: Party[]
  visitor?: Visitor
  /** newest public seq there is */
  tail: number
  /** staff: newest private seq there is */
  privateTail?: number
  events: ChatEvent[]
  private?: ChatEvent[]
  /** events are missing after these: resume again */
  more?: boolean
}

/**
 * Clocks are the times, in milliseconds, that a client keeps.
 */
export interface Clocks {
  /** beat a chat after so long without news of it */
  beat: number
  /** agents: renew this often while she has chats */
  lease: number
  /** agents: and this often while she has none */
  idle: number
}

/**
 * Close says that the agent closed the tab of an ended chat; it gives her place back and lets the transcript be made (R120, R218).
 */
export interface Close {
  action: 'close'
  id: string
  chat: string
  after: number
}

/**
 * Decline hides a waiting request from this agent (R76).
 */
export interface Decline {
  action: 'decline'
  id: string
  chat: string
  after: number
}

/**
 * Detail is something the visitor or the page says about herself (R108, R290).
 */
export interface Detail {
  label: string
  value: string
  /** displayToAgent */
  shown: boolean
}

/**
 * End ends the chat, or cancels the request while it waits (R101, R116, R117).
 */
export interface End {
  action: 'end'
  id: string
  chat: string
  after: number
}

/**
 * Error refuses a frame; the socket lives on.
 */
export interface ChatError {
  type: 'error'
  re?: string
  id?: string
  chat?: string
  kind: string
  message: string
  field?: string
}

/**
 * Event is one entry of a chat's log, as a client may see it.
 */
export interface ChatEvent {
  seq: number
  /** the id of the frame that caused it, if one did */
  id?: string
  at: number
  who: string
  kind: string
  text?: string
  party?: string
  name?: string
  by?: 'visitor' | 'agent' | 'system'
  /** see Reason… constants */
  reason?: string
  /** private events: the public seq they followed */
  after?: number
}

/**
 * Events carries new entries of a chat to those who are in it.
 */
export interface Events {
  type: 'events'
  chat: string
  events?: ChatEvent[]
  private?: ChatEvent[]
  screen?: Screen
}

/**
 * Held says how much of a chat a client holds: every public event up to After, and for staff every private one up to AfterPrivate.
 */
export interface Held {
  chat: string
  after: number
  afterPrivate?: number
}

/**
 * Message says something in a chat: 1–4,096 code points, at most 16 KiB, not blank.
 */
export interface Message {
  action: 'message'
  id: string
  chat: string
  after: number
  text: string
}

/**
 * Offered hints that a request waits which this agent may accept.
 */
export interface Offered {
  type: 'waiting'
  request: Waiting
}

/**
 * Party is somebody in the chat, under the name the visitor may see (R37).
 */
export interface Party {
  party: string
  name: string
  me?: boolean
}

/**
 * Presence sets the agent's status (R13): Online or Away logs in, Offline logs out and ends her chats.
 */
export interface Presence {
  action: 'presence'
  id: string
  status: 'Online' | 'Away' | 'Offline'
  tab?: string
}

/**
 * Request asks for a chat.
 */
export interface Request {
  action: 'request'
  id: string
  button: string
  name?: string
  question?: string
  details?: Detail[]
  /** identifies the browser, opens nothing (R12) */
  visitorKey?: string
  /** the page she is on */
  page?: string
  /** the site before ours (R228) */
  referrer?: string
  language?: string
  /** "1440x900" */
  screen?: string
  platform?: string
  browser?: string
}

/**
 * Resume is the first frame on every socket: it registers the connection and asks for what was missed.
 */
export interface Resume {
  action: 'resume'
  id: string
  have?: Held[]
}

/**
 * Resumed answers Resume.
 */
export interface Resumed {
  type: 'resumed'
  id: string
  at: number
  chats: Chat[]
  /** asked for, and not to be had any more */
  gone?: string[]
  clocks: Clocks
  /** when this socket's identity ends: reconnect earlier */
  expires: number
  screen?: Screen
  listRev?: number
  requests?: Waiting[]
}

/**
 * Screen is an agent's standing.
 */
export interface Screen {
  rev: number
  status: 'Online' | 'Away' | 'Offline'
  load: number
  capacity: number
  epoch: number
  /** the tab that rules; another one pauses */
  tab?: string
  /** as visitors see her */
  name: string
  lostAt?: number
}

/**
 * ScreenShown carries an agent's screen after something else changed it.
 */
export interface ScreenShown {
  type: 'screen'
  screen: Screen
}

/**
 * Typing says that the sender began or stopped writing; repeated each 5 s while it goes on.
 */
export interface Typing {
  action: 'typing'
  chat: string
  on: boolean
}

/**
 * TypingSeen tells that a party writes, or stopped.
 */
export interface TypingSeen {
  type: 'typing'
  chat: string
  who: string
  on: boolean
}

/**
 * Visitor is what staff may see of a visitor (R123).
 */
export interface Visitor {
  name?: string
  question?: string
  details?: Detail[]
  address?: string
  browser?: string
  language?: string
  screen?: string
  platform?: string
  page?: string
  referrer?: string
  key?: string
}

/**
 * Waiting is a request in an agent's list (R107), oldest first.
 */
export interface Waiting {
  chat: string
  button: string
  buttonName: string
  site: string
  requestedAt: number
  /** send this with accept or decline */
  after: number
  visitor?: Visitor
}

/**
 * Withdrawn tells that a request which was hinted is no longer to be had: taken by a colleague (By) or gone.
 */
export interface Withdrawn {
  type: 'withdrawn'
  chat: string
  by?: string
}

export type Sent =
  | Accept
  | Beat
  | Close
  | Decline
  | End
  | Message
  | Presence
  | Request
  | Resume
  | Typing

export type Received =
  | Ack
  | Beaten
  | ChatError
  | Events
  | Resumed
  | ScreenShown
  | TypingSeen
  | Offered
  | Withdrawn
