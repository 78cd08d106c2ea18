// An agent's status, and the menu with which a supervisor sets it (R25). Offline asks first if chats would end.

import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import type { PanelAgent, Screen } from '../../../link/link'
import { useShell } from '../app/shell'
import { Icon } from '../parts/Icon'
import { Lamp } from '../parts/Lamp'
import { lampOf } from '../session/Presence'
import { words } from '../words'
import { setStatus } from './supervise'

const w = words.floor

function choose({ person, name, chats, status }: PanelAgent, to: Screen['status']): void {
  if (to === status) return
  if (to === 'Offline' && chats > 0) useShell.setState({ dialog: { kind: 'logOut', person, name, chats } })
  else void setStatus(person, name, to)
}

export function StatusMenu({ agent }: { agent: PanelAgent }) {
  const { name, status, chats } = agent
  const choices = [
    { id: 'Online', does: w.newChats },
    { id: 'Away', does: w.goesOn },
    { id: 'Offline', does: w.logsOut(chats) },
  ] as const
  return (
    <MenuTrigger>
      <Button className="button button-quiet floor-status" aria-label={w.statusOf(name, words.presence[status])}>
        <Lamp name={lampOf[status]} />
        {words.presence[status]}
        <Icon name="down" />
      </Button>
      <Popover className="pop" placement="bottom start" offset={4}>
        <Menu
          className="menu"
          aria-label={w.setTitle(name)}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[status]}
          onAction={(key) => choose(agent, key as Screen['status'])}
        >
          {choices.map((c) => (
            <MenuItem key={c.id} id={c.id} className="menu-item menu-tall" textValue={words.presence[c.id]}>
              <Lamp name={lampOf[c.id]} />
              <strong>{words.presence[c.id]}</strong>
              <small>
                <bdi>{c.does}</bdi>
              </small>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
