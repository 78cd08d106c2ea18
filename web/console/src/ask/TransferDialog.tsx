// Handing a chat over (R314): to an agent, to whoever of a skill accepts first, or into a queue. Each kind is there only if
// it is switched on, and its list holds only what may be chosen (R40).

import { type ReactNode, useState } from 'react'
import { type Target, transfer } from '../desk/deeds'
import type { OpenChat } from '../desk/desk'
import { visitorName } from '../desk/party'
import { Icon } from '../parts/Icon'
import { useSession } from '../session/session'
import type { Can, Me } from '../session/shapes'
import { words } from '../words'
import { AgentList } from './AgentList'
import { askable, knownSkills, skillsOf, useColleagues } from './colleagues'
import { AskForm, NoteField, tooMany } from './Form'

const w = words.transfer

type Kind = Target['to']

/** The kinds that her configuration allows, in the order in which they are offered. */
export const kindsOf = (can: Can | undefined): Kind[] =>
  (['agent', 'skill', 'button'] as const).filter(
    (k) => can?.[{ agent: 'transferToAgent', skill: 'transferToSkill', button: 'transferToButton' }[k] as keyof Can],
  )

const names: Record<Kind, string> = { agent: w.agent, skill: w.skill, button: w.queue }

interface ChoiceProps {
  kind: Kind
  first: boolean
  on: boolean
  choose(): void
  children: ReactNode
}

function Choice({ kind, first, on, choose, children }: ChoiceProps) {
  return (
    <>
      <label className="ask-kind">
        {/* biome-ignore lint/a11y/noAutofocus: a dialog starts at its first field */}
        <input type="radio" name="kind" autoFocus={first} checked={on} onChange={choose} />
        <span>{names[kind]}</span>
      </label>
      <div>{children}</div>
    </>
  )
}

interface MenuProps {
  label: string
  first: string
  list: { id: string; name: string }[]
  value: string
  change(id: string): void
}

/** A menu whose first line is no choice yet, or all. */
export function Menu({ label, first, list, value, change }: MenuProps) {
  return (
    <select className="select" aria-label={label} value={value} onChange={(e) => change(e.target.value)}>
      <option value="">{first}</option>
      {list.map((o) => (
        <option key={o.id} value={o.id}>
          {o.name}
        </option>
      ))}
    </select>
  )
}

const buttonsOf = (list: Me['buttons'] = []) => list.map((b) => ({ id: b.button, name: b.name }))

function Agents({ target, choose }: { target?: Target; choose(t: Target): void }) {
  const me = useSession((s) => s.me)
  const [skill, look] = useState('')
  const asked = useColleagues(skill)
  const skills = knownSkills(me)
  return (
    <AgentList
      list={asked.data}
      failed={asked.isError}
      chosen={target?.to === 'agent' ? target.target : ''}
      choose={(a) => choose({ to: 'agent', target: a.person, name: a.name })}
      may={askable}
      nobody={skill ? w.noAgentsOf : w.noAgents}
    >
      {skills.length > 0 && <Menu label={w.ofSkill} first={w.anySkill} list={skills} value={skill} change={look} />}
    </AgentList>
  )
}

/** What happens when she is asked, before it happens. */
function Consequence({ c, target }: { c: OpenChat; target: Target }) {
  const name = target.to === 'agent' ? target.name : w.somebody
  const visitor = visitorName(c)
  const leaves = target.to === 'button'
  return (
    <p className={`banner ${leaves ? 'banner-warn' : ''}`}>
      <Icon name={leaves ? 'warn' : 'info'} />
      <bdi className="grow">
        <b className="strong">{leaves ? w.leaves(visitor) : w.keeps(name)}</b>
        {leaves ? w.leavesRest : w.keepsRest(visitor, name)}
      </bdi>
    </p>
  )
}

export function TransferDialog({ c }: { c: OpenChat }) {
  const me = useSession((s) => s.me)
  const kinds = kindsOf(me?.can)
  const [kind, setKind] = useState<Kind>(kinds[0] ?? 'agent')
  const [target, aim] = useState<Target>()
  const [note, setNote] = useState('')
  const pick = (to: Kind, list: { id: string; name: string }[]) => (id: string) => {
    setKind(to)
    const name = list.find((o) => o.id === id)?.name
    aim(name === undefined ? undefined : { to, target: id, name })
  }
  const menus = { skill: skillsOf(me?.transferSkills), button: buttonsOf(me?.transferButtons) }
  const chosen = target?.to === kind ? target : undefined

  return (
    <AskForm
      title={w.title(visitorName(c))}
      go={w.button}
      icon="transfer"
      busy={w.going}
      ready={!!chosen && !tooMany(note)}
      does={async () => chosen && transfer(c.chat, chosen, note)}
    >
      <fieldset className="ask-kinds">
        <legend className="sr">{w.kinds}</legend>
        {kinds.map((k, at) => (
          <Choice key={k} kind={k} first={at === 0} on={k === kind} choose={() => setKind(k)}>
            {k === 'agent' ? (
              kind === 'agent' && <Agents target={chosen} choose={aim} />
            ) : (
              <Menu
                label={names[k]}
                first={k === 'skill' ? w.chooseSkill : w.chooseQueue}
                list={menus[k]}
                value={target?.to === k && kind === k ? target.target : ''}
                change={pick(k, menus[k])}
              />
            )}
          </Choice>
        ))}
      </fieldset>
      <NoteField
        label={w.message(chosen?.name ?? '')}
        hint={w.optional}
        placeholder={w.placeholder}
        value={note}
        change={setNote}
      />
      {chosen && <Consequence c={c} target={chosen} />}
    </AskForm>
  )
}
