// Agents to choose one from: their status, their places, and why one cannot be chosen (R137).

import { Lamp } from '../parts/Lamp'
import { Jacks } from '../session/Places'
import { lampOf } from '../session/Presence'
import { useSession } from '../session/session'
import type { Colleague } from '../session/shapes'
import { words } from '../words'
import { byRoom, knownSkills } from './colleagues'

interface Props {
  list: Colleague[] | undefined
  failed: boolean
  chosen: string
  choose(c: Colleague): void
  may(c: Colleague): boolean
  /** What is said if there is nobody. */
  nobody: string
  children?: React.ReactNode
}

const w = words.transfer

/** Skills by their names, as far as she knows them. */
function useSkillNames(skills: string[]): string {
  const me = useSession((s) => s.me)
  const names = new Map(knownSkills(me).map((s) => [s.id, s.name]))
  return skills.map((s) => names.get(s) ?? s).join(', ')
}

function One({ a, on, may, choose }: { a: Colleague; on: boolean; may: boolean; choose(): void }) {
  const skills = useSkillNames(a.skills)
  const away = a.status !== 'Online'
  const full = a.load >= a.capacity
  return (
    <label className={`ask-agent ${may ? '' : 'ask-off'}`}>
      <input type="radio" name="agent" value={a.person} checked={on} disabled={!may} onChange={choose} />
      <Lamp name={lampOf[a.status]} label={words.presence[a.status]} />
      <bdi className="strong cut" dir="auto">
        {a.name}
      </bdi>
      <span className="grow ask-why cut">
        <bdi>{away ? w.takesNothing(words.presence[a.status]) : full ? w.full : skills}</bdi>
      </span>
      {!away && <Jacks load={a.load} capacity={a.capacity} held={0} />}
    </label>
  )
}

export function AgentList({ list, failed, chosen, choose, may, nobody, children }: Props) {
  return (
    <div className="ask-agents" role="radiogroup" aria-label={w.agents}>
      {children}
      {byRoom(list ?? []).map((a) => (
        <One key={a.person} a={a} on={a.person === chosen} may={may(a)} choose={() => choose(a)} />
      ))}
      {!list?.length && (
        <p className="dim ask-none" role="status">
          <bdi>{failed ? w.failed : list ? nobody : w.loading}</bdi>
        </p>
      )}
    </div>
  )
}
