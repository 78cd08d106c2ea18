// The supervisor's panel as figures: its lists come one by one, the newest of each is shown; an agent with several skills
// stands in several of them and is shown once.

import type { Panel, PanelAgent, PanelFlag } from '../../../link/link'

/** A list with when it came, by a count that only grows. */
export type Heard = Panel & { heard: number }
export type Panels = Record<string, Heard>

export interface Filters {
  skill: string
  /** "" for any. */
  status: string
  button: string
}

const SKILL = 'skill:'

let count = 0

/** Takes one list; an older one is ignored. */
export function heard(panels: Panels, panel: Panel): Panels {
  const known = panels[panel.queue]
  if (known && known.rev > panel.rev) return panels
  return { ...panels, [panel.queue]: { ...panel, heard: ++count } }
}

/** Takes all lists: what is not among them is not hers to see any more. */
export function all(panels: Panels, list: Panel[]): Panels {
  const kept = Object.fromEntries(list.flatMap((p) => (panels[p.queue] ? [[p.queue, panels[p.queue]]] : [])))
  return list.reduce(heard, kept as Panels)
}

const byName = <T extends { name: string }>(a: T, b: T) => a.name.localeCompare(b.name)

export const skills = (panels: Panels) =>
  Object.values(panels)
    .filter((p) => p.queue.startsWith(SKILL))
    .map((p) => ({ id: p.queue.slice(SKILL.length), name: p.name }))
    .sort(byName)

export const buttons = (panels: Panels) =>
  Object.values(panels)
    .filter((p) => !p.queue.startsWith(SKILL))
    .map((p) => ({ id: p.queue, name: p.name }))
    .sort(byName)

/** The queues that fit the filters, the longest waiting first (R202). */
export const queues = (panels: Panels, { button }: Filters): Panel[] =>
  Object.values(panels)
    .filter((p) => !p.queue.startsWith(SKILL) && (!button || p.queue === button))
    .sort((a, b) => (a.longest ?? Number.MAX_VALUE) - (b.longest ?? Number.MAX_VALUE) || byName(a, b))

/** Everybody whom the supervisor sees, as told last. */
export function everybody(panels: Panels, skill = ''): PanelAgent[] {
  const lists = Object.values(panels)
    .filter((p) => p.queue.startsWith(SKILL))
    .sort((a, b) => a.heard - b.heard)
  const within = new Set((panels[SKILL + skill]?.agents ?? []).map((a) => a.person))
  const once = new Map(lists.flatMap((p) => p.agents ?? []).map((a) => [a.person, a]))
  return [...once.values()].filter((a) => !skill || within.has(a.person))
}

const RANK = { Online: 0, Away: 1, Offline: 2 }

/** The agents who fit the filters (R200). */
export const agents = (panels: Panels, { skill, status }: Filters): PanelAgent[] =>
  everybody(panels, skill)
    .filter((a) => !status || a.status === status)
    .sort((a, b) => RANK[a.status] - RANK[b.status] || byName(a, b))

export interface Call extends PanelFlag {
  person: string
  name: string
}

/** All calls for help, the oldest first, whatever the filters say (R197). */
export const calls = (panels: Panels): Call[] =>
  everybody(panels)
    .flatMap((a) => (a.flags ?? []).map((f) => ({ ...f, person: a.person, name: a.name })))
    .sort((a, b) => a.at - b.at)

/** A flag that is raised anew in the same chat is another call. */
export const callKey = (c: Call): string => `${c.chat} ${c.at}`

export interface Figures {
  waiting: number
  /** When the oldest waiting request was made, and where. */
  longest?: { at: number; queue: string }
  load: number
  capacity: number
  online: number
  away: number
}

export function figures(panels: Panels, filters: Filters): Figures {
  const [q, a] = [queues(panels, filters), agents(panels, { ...filters, status: '' })]
  const first = q.find((p) => p.waiting > 0 && p.longest)
  const on = a.filter((x) => x.status !== 'Offline')
  return {
    waiting: q.reduce((n, p) => n + p.waiting, 0),
    longest: first?.longest ? { at: first.longest, queue: first.name } : undefined,
    load: on.reduce((n, x) => n + x.load, 0),
    capacity: on.reduce((n, x) => n + x.capacity, 0),
    online: on.filter((x) => x.status === 'Online').length,
    away: on.filter((x) => x.status === 'Away').length,
  }
}
