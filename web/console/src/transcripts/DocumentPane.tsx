// One transcript: what it says of itself and whether its chain holds, then conversation, events and fields.

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { useShell } from '../app/shell'
import { useDesk } from '../desk/desk'
import { Bones } from '../parts/Bones'
import { Empty } from '../parts/Empty'
import { Icon } from '../parts/Icon'
import { panelProps, Tabs } from '../parts/Tabs'
import { hour, moment } from '../parts/time'
import { useSession } from '../session/session'
import type { Document } from '../session/shapes'
import { words } from '../words'
import { Conversation, Events, Fields } from './parts'

const w = words.transcript

type Part = 'conversation' | 'events' | 'fields'

const parts = { conversation: Conversation, events: Events, fields: Fields }

function Chain({ chain }: { chain: Document['chain'] }) {
  return (
    <p className={`chain ${chain.intact ? '' : 'chain-broken'}`}>
      <Icon name={chain.intact ? 'chain' : 'warn'} />
      <bdi>{chain.intact ? w.intact(chain.entries) : `${w.broken} ${chain.fault ?? ''}`}</bdi>
    </p>
  )
}

function copy(text: string): void {
  const { toast } = useShell.getState()
  const done = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))
  done.then(
    () => toast(w.copied),
    () => toast(words.toast.noClipboard, 'bad'),
  )
}

function CloseLink() {
  return (
    <Link href="/transcripts" className="button button-icon button-quiet" aria-label={w.close} title={w.close}>
      <Icon name="x" />
    </Link>
  )
}

function Head({ d, part, choose }: { d: Document; part: Part; choose(part: Part): void }) {
  const now = useDesk((s) => s.now)
  const times = `${moment(d.startedAt || d.requestedAt, now())}–${hour(d.endedAt)}`
  const facts = [d.number, times, d.site, d.button, d.owner && w.withOwner(d.owner)].filter(Boolean).join(' · ')
  return (
    <header className="document-head">
      <div className="row">
        <h2 className="grow cut" dir="auto">
          {d.visitor || words.nobody}
        </h2>
        <button type="button" className="button button-quiet" onClick={() => copy(d.body)}>
          <Icon name="file" />
          {w.copy}
        </button>
        <CloseLink />
      </div>
      <p className="dim">
        <bdi>{facts}</bdi>
      </p>
      <Chain chain={d.chain} />
      <Tabs
        name="document"
        label={w.parts}
        className="under"
        items={(['conversation', 'events', 'fields'] as const).map((id) => ({ id, label: w[id] }))}
        chosen={part}
        choose={(id) => choose(id as Part)}
      />
    </header>
  )
}

function Shown({ d }: { d: Document }) {
  const [part, choose] = useState<Part>('conversation')
  const Body = parts[part]
  return (
    <>
      <Head d={d} part={part} choose={choose} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className="document-body" tabIndex={0} {...panelProps('document', part)}>
        <Body d={d} />
      </div>
    </>
  )
}

export function DocumentPane({ chat }: { chat: string }) {
  const api = useSession((s) => s.api)
  const query = useQuery({
    queryKey: ['transcripts', 'one', chat],
    enabled: !!api,
    queryFn: () => (api ? api.transcript(chat) : Promise.reject(new Error('nobody is signed in'))),
  })
  return (
    <section className="document" aria-label={w.label}>
      {query.data ? (
        <Shown d={query.data} />
      ) : query.isError ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Loading />
      )}
    </section>
  )
}

function Loading() {
  return <Bones label={w.loading} slow={words.transcripts.slow} widths={[40, 62, 80, 56, 74]} />
}

function Failed({ error, retry }: { error: Error; retry(): void }) {
  return (
    <Empty bad title={w.errorTitle} text={error.message} icon="warn" className="records-mid">
      <button type="button" className="button button-main" onClick={retry}>
        <Icon name="retry" />
        {words.retry}
      </button>
      <Link href="/transcripts" className="button">
        {words.close}
      </Link>
    </Empty>
  )
}
