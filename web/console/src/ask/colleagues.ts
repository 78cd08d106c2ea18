// Who else is there, asked anew while a dialog is open.

import { useQuery } from '@tanstack/react-query'
import { useSession } from '../session/session'
import type { Colleague, Me } from '../session/shapes'

const AGAIN = 5_000

export function useColleagues(skill: string, on = true) {
  const api = useSession((s) => s.api)
  return useQuery({
    queryKey: ['colleagues', skill],
    queryFn: () => api?.colleagues(skill) ?? [],
    enabled: on,
    staleTime: 0,
    refetchInterval: AGAIN,
  })
}

const RANK = { Online: 0, Away: 1, Offline: 2 }

/** Those who can be asked first, those with most room first (R136, R137). */
export const byRoom = (list: Colleague[]): Colleague[] =>
  [...list].sort((a, b) => RANK[a.status] - RANK[b.status] || free(b) - free(a) || a.name.localeCompare(b.name))

const free = (a: Colleague) => a.capacity - a.load

/** Whether somebody may be asked: Online, also when all her places are taken. */
export const askable = (colleague: Colleague): boolean => colleague.status === 'Online'

export const skillsOf = (list: Me['skills'] = []) => list.map((s) => ({ id: s.skill, name: s.name }))

/** Skills by which the agents can be looked through: all that she has to do with. */
export function knownSkills(me: Me | undefined) {
  const all = [...(me?.transferSkills ?? []), ...(me?.conferenceSkills ?? []), ...(me?.skills ?? [])]
  const once = new Map(all.map((s) => [s.skill, s]))
  return skillsOf([...once.values()]).sort((a, b) => a.name.localeCompare(b.name))
}
