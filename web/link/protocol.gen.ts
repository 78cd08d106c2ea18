// Generated from shared/protocol by `make generate`. Do not edit.

export const SUBPROTOCOL = 'switchboard.v1'
export const TICKET_PREFIX = 'ticket.'
export const MAX_TEXT = 4096
export const MAX_NAME = 80
export const MAX_QUESTION = 1000

/**
 * Absent tells that a party's connection is lost, or back: to the visitor that of her agent, to staff that of the visitor (R22, R135).
 */
export interface Absent {
  type: 'absent'
  chat: string
  who: string
  /** she is absent */
  on: boolean
}

/**
 * Accept takes a waiting request, an offer, a transfer, or joins a conference.
 */
export interface Accept {
  action: 'accept'
  id: string
  chat: string
  after: number
  kind?: 'choice' | 'push' | 'direct' | 'transfer' | 'conference'
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
  /** request, accept, watch: the chat as the caller now sees it */
  view?: Chat
  screen?: Screen
  /** watch: what the supervisor sees */
  panels?: Panel[]
}

/**
 * Beat says that the client is there and how much it holds; an agent's beat renews her lease.
 */
export interface Beat {
  action: 'beat'
  id: string
  have?: Held[]
  /** agents: the mark of the list of waiting requests that she shows */
  listRev?: number
  /** supervisors: the panel is open */
  panel?: boolean
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
 * Block ends the chat and blocks the visitor's addresses (R188–R190, R330).
 */
export interface Block {
  action: 'block'
  id: string
  chat: string
  after: number
  /** at most 1,000 characters */
  comment?: string
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
  /** it waits for its next agent: nobody may write (R145) */
  passed?: boolean
  /** the party whose connection is lost, as an Absent frame told it */
  absent?: string
  /** typing frames carry what is written so far (R31, R204) */
  peek?: boolean
  /** R126 */
  idle?: Idle
  /** visitors: the place in the queue, from 1 (R99, R100) */
  place?: number
  /** visitors: the estimated wait in milliseconds; -1 for unknown (R106) */
  wait?: number
  /** visitors: she may save the conversation (R50) */
  save?: boolean
  /** staff */
  invite?: Invite
  /** staff */
  flag?: Raised
  /** staff: milliseconds until an unanswered visitor is critical (R130) */
  critical?: number
  /** the reader watches it and is not in it */
  watching?: boolean
}

/**
 * ChatShown tells staff in a chat how it stands besides its log: what is being asked, the flag, who is in it.
 */
export interface ChatShown {
  type: 'chat'
  chat: string
  parties: Party[]
  invite?: Invite
  flag?: Raised
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
 * Conference asks one agent with a skill, or all of them, into the chat (R158).
 */
export interface Conference {
  action: 'conference'
  id: string
  chat: string
  after: number
  skill: string
  /** empty: the first of all who have the skill */
  agent?: string
  note?: string
}

/**
 * Decline hides a waiting request from this agent, or sends an offer, a transfer or a conference back (R76, R82, R146, R161).
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
  by?: 'visitor' | 'agent' | 'system' | 'supervisor'
  /** see Reason… constants */
  reason?: string
  /** signalled */
  type?: string
  /** private events: the public seq they followed */
  after?: number
  /** private events: the person it is about */
  agent?: string
  /** private events: transfer or conference */
  invite?: string
  /** private events: agent, skill or button */
  to?: string
  /** private events: the person, skill or button */
  target?: string
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
 * Flag raises the flag that calls a supervisor, or lowers it (R197, R198).
 */
export interface Flag {
  action: 'flag'
  id: string
  chat: string
  after: number
  /** 1–1,000 characters when raised */
  text?: string
  lower?: boolean
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
 * Idle is the time-out of a visitor who does not answer: milliseconds from an agent's message that she has not answered to the warning and to the end of the chat (R124–R128).
 */
export interface Idle {
  warning: number
  timeout: number
}

/**
 * Invite is a transfer or a conference that is being asked, as those in the chat see it.
 */
export interface Invite {
  kind: 'transfer' | 'conference'
  to: 'agent' | 'skill'
  target: string
  name?: string
  at: number
  until: number
}

/**
 * Leave lets one of several agents out of the chat (R163).
 */
export interface Leave {
  action: 'leave'
  id: string
  chat: string
  after: number
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
 * Offered acknowledges that the console shows an offer that is hers alone; one that stays silent is passed over.
 */
export interface Offered {
  action: 'offered'
  chat: string
}

/**
 * Opened puts a chat on an agent's screen that she did not ask for: accepted for her (R84), or returned (R318).
 */
export interface Opened {
  type: 'opened'
  view: Chat
  screen?: Screen
}

/**
 * Panel is one list of the supervisor's panel: a button's queue, or the agents with a skill (R202).
 */
export interface Panel {
  /** a button, or skill:<skill> */
  queue: string
  name: string
  /** the highest wins */
  rev: number
  waiting: number
  /** when the oldest waiting request was made */
  longest?: number
  online: number
  /** places free */
  open: number
  /** of a skill */
  agents?: PanelAgent[]
}

/**
 * PanelAgent is an agent's line in the panel.
 */
export interface PanelAgent {
  person: string
  name: string
  status: 'Online' | 'Away' | 'Offline'
  /** engaged */
  chats: number
  /** requests assigned */
  offers: number
  load: number
  capacity: number
  loginAt?: number
  /** when she was last given a chat */
  lastAt?: number
  flags?: PanelFlag[]
}

/**
 * PanelFlag is a call for help in the panel.
 */
export interface PanelFlag {
  chat: string
  text: string
  at: number
}

/**
 * PanelShown carries a list of the panel that has changed.
 */
export interface PanelShown {
  type: 'panel'
  panel: Panel
}

/**
 * Party is somebody in the chat, under the name the visitor may see (R37).
 */
export interface Party {
  party: string
  name: string
  me?: boolean
  /** she is in the chat now */
  in?: boolean
}

/**
 * Place tells a waiting visitor her place in the queue, from 1, 0 for none to tell, and the estimated wait in milliseconds, -1 for unknown (R98–R100, R106).
 */
export interface Place {
  type: 'place'
  chat: string
  place: number
  wait: number
}

/**
 * Presence sets the agent's status (R13): Online or Away logs in, Offline logs out and ends her chats.
 */
export interface Presence {
  action: 'presence'
  id: string
  status: 'Online' | 'Away' | 'Offline'
  tab?: string
  person?: string
}

/**
 * Raised is a flag that is up (R197).
 */
export interface Raised {
  text: string
  at: number
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
  /** tried in this order in place of the button (R69, R70) */
  targets?: Target[]
  /** tell the place in the queue (R98) */
  position?: boolean
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
  /** the last offer was not acknowledged */
  silent?: boolean
  person?: string
  /** the session record */
  session?: string
  /** logged in since */
  since?: number
  /** the chats that are offered to her alone: no other offer stands */
  offers: string[]
}

/**
 * ScreenShown carries an agent's screen after something else changed it.
 */
export interface ScreenShown {
  type: 'screen'
  screen: Screen
}

/**
 * Shut takes a chat off an agent's screen: a colleague took it over, or it was passed on (R141, R145).
 */
export interface Shut {
  type: 'shut'
  chat: string
  /** the colleague's name */
  by?: string
}

/**
 * Signal sends a custom event to the others in the chat (R121).
 */
export interface Signal {
  action: 'signal'
  id: string
  chat: string
  after: number
  /** 1–255 characters */
  type: string
  data?: string
}

/**
 * Target is whom a visitor asks for: an agent, a button, or an agent and, if she does not take it, a button (R68, R69).
 */
export interface Target {
  agent?: string
  button?: string
}

/**
 * Transfer asks an agent, or all with a skill, to take the chat over, or passes it to a button's queue (R136–R150).
 */
export interface Transfer {
  action: 'transfer'
  id: string
  chat: string
  after: number
  to: 'agent' | 'skill' | 'button'
  /** a person, a skill or a button */
  target: string
  /** for whoever takes it (R315), at most 1,000 characters */
  note?: string
}

/**
 * Typing says that the sender began or stopped writing; repeated each 5 s while it goes on.
 */
export interface Typing {
  action: 'typing'
  chat: string
  on: boolean
  text?: string
  position?: number
}

/**
 * TypingSeen tells that a party writes, or stopped.
 */
export interface TypingSeen {
  type: 'typing'
  chat: string
  who: string
  on: boolean
  text?: string
  position?: number
}

/**
 * Visit tells staff that the visitor went to another page while her chat is open (R122).
 */
export interface Visit {
  action: 'visit'
  id: string
  chat: string
  page: string
}

/**
 * Visitor is what staff may see of a visitor (R123).
 */
export interface Visitor {
  name?: string
  question?: string
  details?: Detail[]
  address?: string
  /** the address her page's calls came from, if it is another */
  via?: string
  /** "Berlin, Germany"; in the United States city and state (R227) */
  place?: string
  /** the number of the network that she comes by */
  network?: string
  browser?: string
  /** as the browser's calls say it */
  ua?: string
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
  /** empty: to be chosen from the list */
  kind?: 'push' | 'direct' | 'transfer' | 'conference'
  /** when it goes to somebody else */
  until?: number
  /** the colleague who asks */
  from?: string
  /** and her message (R315) */
  note?: string
}

/**
 * WaitingShown hints that a request waits which this agent may accept, or offers her one that is hers alone (Kind); that one she acknowledges with Offered.
 */
export interface WaitingShown {
  type: 'waiting'
  request: Waiting
  /** with an offer: her standing with it */
  screen?: Screen
}

/**
 * Watch lets a supervisor watch the panel (no Chat) or a chat, or stop (R200–R204).
 */
export interface Watch {
  action: 'watch'
  id: string
  chat?: string
  off?: boolean
}

/**
 * Whisper writes to the agents of a chat and to nobody else (R205–R207).
 */
export interface Whisper {
  action: 'whisper'
  id: string
  chat: string
  text: string
}

/**
 * Withdraw takes back the transfer or conference that is being asked (R148, R162).
 */
export interface Withdraw {
  action: 'withdraw'
  id: string
  chat: string
  after: number
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
  | Block
  | Close
  | Conference
  | Decline
  | End
  | Flag
  | Leave
  | Message
  | Offered
  | Presence
  | Request
  | Resume
  | Signal
  | Transfer
  | Typing
  | Visit
  | Watch
  | Whisper
  | Withdraw

export type Received =
  | Absent
  | Ack
  | Beaten
  | ChatShown
  | ChatError
  | Events
  | Opened
  | PanelShown
  | Place
  | Resumed
  | ScreenShown
  | Shut
  | TypingSeen
  | WaitingShown
  | Withdrawn
