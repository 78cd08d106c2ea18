// Asking others into a chat (R158): a skill first, then one of its agents or all of them.

import { useState } from 'react'
import { invite } from '../desk/deeds'
import type { OpenChat } from '../desk/desk'
import { visitorName } from '../desk/party'
import { Icon } from '../parts/Icon'
import { useSession } from '../session/session'
import { words } from '../words'
import { AgentList } from './AgentList'
import { askable, skillsOf, useColleagues } from './colleagues'
import { AskForm, NoteField, tooMany } from './Form'
import { Menu } from './TransferDialog'

const w = words.invite

export function InviteDialog({ c }: { c: OpenChat }) {
  const skills = skillsOf(useSession((s) => s.me?.conferenceSkills))
  const [skill, setSkill] = useState(skills.length === 1 ? (skills[0]?.id ?? '') : '')
  const [agent, setAgent] = useState('')
  const [note, setNote] = useState('')
  const asked = useColleagues(skill, !!skill)
  const choose = (id: string) => {
    setSkill(id)
    setAgent('')
  }
  const name = asked.data?.find((a) => a.person === agent)?.name
  return (
    <AskForm
      title={w.title(visitorName(c))}
      go={w.go}
      icon="join"
      busy={words.transfer.going}
      ready={!!skill && !tooMany(note)}
      does={() => invite(c.chat, skill, agent, note)}
    >
      <div className="ask-kinds">
        <span className="ask-kind">{w.skill}</span>
        <Menu label={w.skill} first={w.choose} list={skills} value={skill} change={choose} />
        {skill && (
          <>
            <span className="ask-kind">{w.who}</span>
            <AgentList
              list={asked.data}
              failed={asked.isError}
              chosen={agent}
              choose={(a) => setAgent(a.person)}
              may={askable}
              nobody={words.transfer.noAgentsOf}
            >
              <label className="ask-agent">
                <input type="radio" name="agent" checked={!agent} onChange={() => setAgent('')} />
                <span className="grow">{w.all}</span>
              </label>
            </AgentList>
          </>
        )}
      </div>
      <NoteField
        label={words.transfer.message(name ?? '')}
        hint={words.transfer.optional}
        placeholder={words.transfer.placeholder}
        value={note}
        change={setNote}
      />
      <p className="banner">
        <Icon name="info" />
        <bdi className="grow">
          <b className="strong">{w.see(visitorName(c))}</b>
          {w.seeRest}
        </bdi>
      </p>
    </AskForm>
  )
}
