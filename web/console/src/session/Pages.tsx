// The pages around signing in: each says what is the case and what to do.

import type { ReactNode } from 'react'
import { Empty } from '../parts/Empty'
import { words } from '../words'
import { type Phase, useSession } from './session'

const w = words.signIn

function Main({ act, children }: { act(): void; children: ReactNode }) {
  return (
    <button type="button" className="button button-main" onClick={act}>
      {children}
    </button>
  )
}

function Entrance() {
  const { signIn } = useSession()
  return (
    <Empty page title={w.title} text={w.text}>
      <Main act={signIn}>{w.button}</Main>
    </Empty>
  )
}

function Waiting({ text }: { text: string }) {
  return (
    <div className="empty" role="status">
      <h1 className="dim">{text}</h1>
    </div>
  )
}

function Denied() {
  const { me, signOut } = useSession()
  return (
    <Empty page bad icon="lock" title={w.denied} text={w.deniedText(me?.name ?? '')}>
      <Main act={signOut}>{w.other}</Main>
    </Empty>
  )
}

function Failed({ title, text, retry }: { title: string; text?: string; retry?: boolean }) {
  const session = useSession()
  return (
    <Empty page bad icon="warn" title={title} text={text}>
      <Main act={retry ? session.retry : session.signIn}>{retry ? words.retry : w.button}</Main>
      {session.error && <span>{session.error}</span>}
    </Empty>
  )
}

const pages: Record<Exclude<Phase, 'ready'>, () => ReactNode> = {
  starting: () => <Waiting text={w.starting} />,
  leaving: () => <Waiting text={w.going} />,
  signedOut: () => <Entrance />,
  denied: () => <Denied />,
  refused: () => <Failed title={w.failed} />,
  expired: () => <Failed title={w.expired} text={w.expiredText} />,
  shutOut: () => <Failed title={w.shutOut} text={w.shutOutText} />,
  unreachable: () => <Failed title={w.unreachable} text={w.unreachableText} retry />,
  badConfig: () => <Failed title={w.badConfig} retry />,
}

export function Page({ phase }: { phase: Exclude<Phase, 'ready'> }) {
  return <main className="page">{pages[phase]()}</main>
}
