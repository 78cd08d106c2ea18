// Her status, and what each choice does before it is made.

import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useShell } from '../app/shell'
import { present } from '../desk/acts'
import { useDesk } from '../desk/desk'
import { hasEnded } from '../desk/lamp'
import { Icon } from '../parts/Icon'
import { Lamp, type LampName } from '../parts/Lamp'
import { words } from '../words'
import { askToNotify } from './ring'

export const lampOf = { Online: 'online', Away: 'away', Offline: 'quiet' } as const satisfies Record<string, LampName>

/** How many chats run, and would end. */
export const useRunning = () => useDesk((s) => Object.values(s.chats).filter((c) => !hasEnded(c)).length)

export function choose(status: 'Online' | 'Away' | 'Offline', running: number): void {
  if (status === 'Offline' && running > 0) useShell.setState({ dialog: { kind: 'offline', out: false } })
  else void present(status)
  if (status === 'Online') askToNotify()
}

export function Presence() {
  const status = useDesk((s) => s.screen?.status ?? 'Offline')
  const known = useDesk((s) => !!s.screen)
  const running = useRunning()
  const isOpen = useShell((s) => s.menu === 'presence')
  const w = words.presence
  const choices = [
    { id: 'Online', name: w.Online, does: w.onlineDoes },
    { id: 'Away', name: w.Away, does: w.awayDoes(running) },
    { id: 'Offline', name: running ? w.offlineAsks : w.Offline, does: w.offlineDoes(running) },
  ] as const

  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={(open) => useShell.setState({ menu: open ? 'presence' : undefined })}>
      <Button className="button" isDisabled={!known} aria-label={w.label(w[status])}>
        <Lamp name={lampOf[status]} />
        {w[status]}
        <Icon name="down" />
      </Button>
      <Popover className="pop" placement="bottom end" offset={4}>
        <Menu
          className="menu"
          aria-label={w.menu}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[status]}
          onAction={(key) => choose(key as typeof status, running)}
        >
          {choices.map((c) => (
            <MenuItem key={c.id} id={c.id} className="menu-item menu-tall" textValue={c.name}>
              <Lamp name={lampOf[c.id]} />
              <strong>
                <bdi>{c.name}</bdi>
              </strong>
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
