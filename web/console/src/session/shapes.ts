// What the HTTP API answers, checked as it comes in.

import * as v from 'valibot'

const whole = v.number()
const perhaps = v.nullish(v.number())

const flag = v.optional(v.boolean(), false)
const skills = v.nullish(v.array(v.object({ skill: v.string(), name: v.string() })), [])
const buttons = v.nullish(v.array(v.object({ button: v.string(), name: v.string() })), [])

/** What her configuration lets her do; what is not named is off (R39). */
const canShape = v.object({
  transferToAgent: flag,
  transferToSkill: flag,
  transferToButton: flag,
  conferences: flag,
  blocking: flag,
  flags: flag,
  files: flag,
  sneakPeek: flag,
  monitoring: flag,
  whisper: flag,
  agentSneakPeek: flag,
  requestSound: flag,
  logoutSound: flag,
  notifications: flag,
})
export type Can = v.InferOutput<typeof canShape>

const text = v.optional(v.string(), '')

export const meShape = v.object({
  person: v.string(),
  name: v.string(),
  groups: v.array(v.string()),
  capacity: whole,
  buttons,
  skills,
  can: v.nullish(canShape, {}),
  transferSkills: skills,
  transferButtons: buttons,
  conferenceSkills: skills,
  /** The filters that a supervisor's panel opens with; "" for any (R200). */
  panel: v.nullish(v.object({ status: text, skill: text, button: text }), {}),
})
export type Me = v.InferOutput<typeof meShape>

const colleague = v.object({
  person: v.string(),
  name: v.string(),
  status: v.picklist(['Online', 'Away', 'Offline']),
  chats: whole,
  load: whole,
  capacity: whole,
  skills: v.nullish(v.array(v.string()), []),
})
export type Colleague = v.InferOutput<typeof colleague>

export const colleaguesShape = v.object({ colleagues: v.nullish(v.array(colleague), []) })

export const ticketShape = v.object({ ticket: v.string(), socket: v.string(), expiresIn: v.optional(v.number()) })
export type TicketAnswer = v.InferOutput<typeof ticketShape>

const summary = {
  chat: v.string(),
  number: v.string(),
  visitor: v.string(),
  site: v.string(),
  button: v.string(),
  status: v.string(),
  requestedAt: whole,
  startedAt: whole,
  endedAt: whole,
  endedBy: v.string(),
  owner: v.string(),
  waitTime: whole,
  /** Seconds; null if nobody answered. */
  chatDuration: perhaps,
  agentMessages: whole,
  visitorMessages: whole,
}

const summaryShape = v.object(summary)
export type Summary = v.InferOutput<typeof summaryShape>

export const pageShape = v.object({ transcripts: v.array(summaryShape), next: v.optional(v.string()) })
export type Page = v.InferOutput<typeof pageShape>

export const documentShape = v.object({
  ...summary,
  question: v.optional(v.string()),
  fields: v.array(v.object({ name: v.string(), label: v.string(), type: v.string(), value: v.string() })),
  lines: v.array(v.object({ at: whole, elapsed: v.string(), who: v.string(), name: v.string(), text: v.string() })),
  events: v.array(v.object({ type: v.string(), label: v.string(), at: whole, agent: v.string(), detail: v.string() })),
  body: v.string(),
  responseTimes: v.object({
    agentAverage: perhaps,
    agentMaximum: perhaps,
    visitorAverage: perhaps,
    visitorMaximum: perhaps,
  }),
  chain: v.object({ intact: v.boolean(), entries: whole, root: v.string(), fault: v.optional(v.string()) }),
})
export type Document = v.InferOutput<typeof documentShape>

export const faultShape = v.object({ kind: v.string(), message: v.string(), field: v.optional(v.string()) })
