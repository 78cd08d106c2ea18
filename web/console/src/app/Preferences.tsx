// A small menu: how it looks, whether keys act, and the way out.

import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Separator } from 'react-aria-components'
import { Icon } from '../parts/Icon'
import { signOut } from '../session/connect'
import { useRunning } from '../session/Presence'
import { useSession } from '../session/session'
import { words } from '../words'
import { type Preferences as Chosen, usePreferences } from './preferences'
import { useShell } from './shell'

const w = words.preferences

function Choice({ id, name, on }: { id: string; name: string; on: boolean }) {
  return (
    <MenuItem id={id} className="menu-item" textValue={name}>
      {on ? <Icon name="check" /> : <span />}
      <strong>{name}</strong>
    </MenuItem>
  )
}

function Choices<K extends 'theme' | 'dir'>({
  of,
  title,
  names,
}: {
  of: K
  title: string
  names: Record<Chosen[K], string>
}) {
  const chosen = usePreferences((p) => p[of])
  return (
    <MenuSection
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[`${of}:${chosen}`]}
      onSelectionChange={(keys) => {
        const key = [...(keys as Set<string>)][0]?.split(':')[1]
        if (key) usePreferences.setState({ [of]: key } as Partial<Chosen>)
      }}
    >
      <Header className="menu-head">{title}</Header>
      {(Object.entries(names) as [Chosen[K], string][]).map(([id, name]) => (
        <Choice key={id} id={`${of}:${id}`} name={name} on={id === chosen} />
      ))}
    </MenuSection>
  )
}

export function PreferencesMenu() {
  const isOpen = useShell((s) => s.menu === 'preferences')
  const keys = usePreferences((p) => p.keys)
  const running = useRunning()
  const me = useSession((s) => s.me)
  const out = () => {
    if (running) useShell.setState({ dialog: { kind: 'offline', out: true } })
    else void signOut()
  }
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={(open) => useShell.setState({ menu: open ? 'preferences' : undefined })}>
      <Button className="button button-quiet button-icon" aria-label={w.label}>
        <Icon name="sliders" label={w.label} />
      </Button>
      <Popover className="pop" placement="bottom end" offset={4}>
        <Menu className="menu" aria-label={w.label}>
          <Choices of="theme" title={w.theme} names={{ system: w.system, light: w.light, dark: w.dark }} />
          <Separator className="menu-line" />
          <Choices of="dir" title={w.direction} names={{ ltr: w.ltr, rtl: w.rtl }} />
          <Separator className="menu-line" />
          <MenuSection>
            <Header className="menu-head">{w.keys}</Header>
            <MenuItem
              className="menu-item"
              textValue={w.keysOn}
              onAction={() => usePreferences.setState({ keys: !keys })}
            >
              {keys ? <Icon name="check" /> : <span />}
              <strong>{w.keysOn}</strong>
            </MenuItem>
            <MenuItem
              className="menu-item"
              textValue={w.keyList}
              onAction={() => useShell.setState({ dialog: { kind: 'keys' } })}
            >
              <Icon name="keys" />
              <strong>{w.keyList}</strong>
            </MenuItem>
          </MenuSection>
          <Separator className="menu-line" />
          <MenuSection>
            <Header className="menu-head">{words.signIn.signedInAs(me?.name || me?.person || '')}</Header>
            <MenuItem className="menu-item" textValue={words.signIn.out} onAction={out}>
              <Icon name="undo" />
              <strong>{words.signIn.out}</strong>
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
