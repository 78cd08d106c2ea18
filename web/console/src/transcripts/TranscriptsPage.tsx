// Ended chats: the list, and one of them beside it.

import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useDesk } from '../desk/desk'
import { Bones } from '../parts/Bones'
import { Empty } from '../parts/Empty'
import { Icon } from '../parts/Icon'
import { useSession } from '../session/session'
import type { Summary } from '../session/shapes'
import { words } from '../words'
import { DocumentPane } from './DocumentPane'
import { found, type Order, sorted } from './sort'
import { Table } from './Table'

const w = words.transcripts

function useList() {
  const api = useSession((s) => s.api)
  return useInfiniteQuery({
    queryKey: ['transcripts', 'list'],
    enabled: !!api,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => (api ? api.transcripts(pageParam) : Promise.reject(new Error('nobody is signed in'))),
    getNextPageParam: (last) => last.next,
  })
}

/** The search box; `/` jumps into it. */
function Search({ text, change, count }: { text: string; change(text: string): void; count: number }) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const heard = (e: KeyboardEvent) => {
      if (e.key !== '/' || e.altKey || e.ctrlKey || e.metaKey) return
      if (e.target instanceof HTMLElement && e.target.matches('input, textarea')) return
      e.preventDefault()
      field.current?.focus()
    }
    addEventListener('keydown', heard)
    return () => removeEventListener('keydown', heard)
  }, [])
  return (
    <span className="field">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        value={text}
        aria-label={w.search}
        placeholder={count ? w.searchIn(count) : w.search}
        onChange={(e) => change(e.target.value)}
        onKeyDown={(e) => e.key === 'Escape' && change('')}
      />
      <kbd>/</kbd>
    </span>
  )
}

function Nothing({ text, count, clear }: { text: string; count: number; clear(): void }) {
  if (!count) return <Empty title={w.noneTitle} text={w.none} icon="record" className="records-mid" />
  return (
    <Empty title={w.nothingTitle(text)} text={w.nothing(count)} icon="search" className="records-mid">
      <button type="button" className="button button-main" onClick={clear}>
        {w.clear}
      </button>
    </Empty>
  )
}

function Failed({ error, retry }: { error: Error; retry(): void }) {
  return (
    <Empty bad title={w.errorTitle} text={w.error} icon="warn" className="records-mid">
      <button type="button" className="button button-main" onClick={retry}>
        <Icon name="retry" />
        {words.retry}
      </button>
      <span>{error.message}</span>
    </Empty>
  )
}

function Foot({ shown, all, more }: { shown: number; all: number; more?: ReactNode }) {
  return (
    <div className="records-foot">
      <span className="num" role="status">
        {w.count(shown, all)}
      </span>
      <span className="hint">
        <kbd>↑</kbd> <kbd>↓</kbd> {w.move}
      </span>
      <span className="hint">
        <kbd>Enter</kbd> {w.open}
      </span>
      <span className="grow" />
      {more}
    </div>
  )
}

function List({
  list,
  chosen,
  order,
  setOrder,
  text,
  clear,
}: {
  list: ReturnType<typeof useList>
  chosen?: string
  order: Order
  setOrder(order: Order): void
  text: string
  clear(): void
}) {
  const now = useDesk((s) => s.now)
  const all = useMemo(() => distinct(list.data?.pages.flatMap((p) => p.transcripts) ?? []), [list.data])
  const rows = useMemo(() => sorted(found(all, text), order), [all, text, order])
  if (list.isPending) return <Bones label={w.loading} slow={w.slow} widths={[92, 88, 94, 83, 90, 86]} />
  if (list.isError && !all.length) return <Failed error={list.error} retry={() => void list.refetch()} />
  return (
    <>
      {rows.length ? (
        <Table rows={rows} chosen={chosen} order={order} setOrder={setOrder} now={now()} />
      ) : (
        <Nothing text={text} count={all.length} clear={clear} />
      )}
      <Foot
        shown={rows.length}
        all={all.length}
        more={
          list.hasNextPage && (
            <button type="button" className="button button-quiet" onClick={() => void list.fetchNextPage()}>
              {list.isFetchingNextPage ? w.loadingMore : w.more}
            </button>
          )
        }
      />
    </>
  )
}

/** A row that moved from one page to the next between two calls stands in both. */
function distinct(rows: Summary[]): Summary[] {
  return [...new Map(rows.map((r) => [r.chat, r])).values()]
}

export function TranscriptsPage({ chat }: { chat?: string }) {
  const [text, setText] = useState('')
  const [order, setOrder] = useState<Order>({ by: 'requestedAt', down: true })
  const list = useList()
  const count = list.data?.pages.reduce((n, p) => n + p.transcripts.length, 0) ?? 0
  return (
    <main className={`records ${chat ? 'records-open' : ''}`}>
      <h1 className="sr">{w.title}</h1>
      <section aria-label={w.label}>
        <div className="records-bar">
          <p className="records-title">{w.title}</p>
          <span className="grow" />
          <Search text={text} change={setText} count={count} />
          <button
            type="button"
            className="button button-icon"
            aria-label={w.newer}
            title={w.newer}
            onClick={() => void list.refetch()}
          >
            <Icon name="retry" />
          </button>
        </div>
        <List list={list} chosen={chat} order={order} setOrder={setOrder} text={text} clear={() => setText('')} />
      </section>
      {chat && <DocumentPane key={chat} chat={chat} />}
    </main>
  )
}
