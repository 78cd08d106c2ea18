// What one can do with a chat beside writing in it, as far as her configuration lets her (R39, R41, R326). What is not to
// be had now is not there.

import { keyName } from '../app/keys'
import { type Dialog, useShell } from '../app/shell'
import { Icon } from '../parts/Icon'
import { useCan, useSession } from '../session/session'
import { words } from '../words'
import type { OpenChat } from './desk'
import { hasEnded } from './lamp'
import { mayInvite, mayTransfer } from './party'

const ask = (kind: 'transfer' | 'invite' | 'block' | 'flag', chat: string) =>
  useShell.setState({ dialog: { kind, chat } satisfies Dialog })

function IconDeed({ icon, name, act }: { icon: string; name: string; act(): void }) {
  return (
    <button type="button" className="button button-icon button-quiet" aria-label={name} title={name} onClick={act}>
      <Icon name={icon} />
    </button>
  )
}

export function Deeds({ c }: { c: OpenChat }) {
  const can = useSession((s) => s.me?.can)
  const flags = useCan('flags')
  const blocking = useCan('blocking')
  if (!can || hasEnded(c) || c.gone) return null
  const [transfers, invites] = [mayTransfer(c, can), mayInvite(c, can)]
  const raises = flags && !c.view?.flag
  if (!transfers && !invites && !raises && !blocking) return null
  return (
    <div className="deeds" role="toolbar" aria-label={words.chat.deeds}>
      {transfers && (
        <button
          type="button"
          className="button button-quiet"
          title={keyName('T')}
          onClick={() => ask('transfer', c.chat)}
        >
          <Icon name="transfer" />
          {words.transfer.button}
        </button>
      )}
      {invites && (
        <button
          type="button"
          className="button button-quiet"
          title={keyName('I')}
          onClick={() => ask('invite', c.chat)}
        >
          <Icon name="join" />
          {words.invite.button}
        </button>
      )}
      {raises && <IconDeed icon="flag" name={words.flag.button} act={() => ask('flag', c.chat)} />}
      {blocking && <IconDeed icon="block" name={words.block.button} act={() => ask('block', c.chat)} />}
    </div>
  )
}
