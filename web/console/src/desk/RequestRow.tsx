// One waiting request: site, visitor, question, how long already (R107), and who asks with which note (R315); what is known
// of the visitor beside it on hover or focus (R108).

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Waiting } from '../../../link/link'
import { keyName } from '../app/keys'
import { usePreferences } from '../app/preferences'
import { Icon } from '../parts/Icon'
import { useNow } from '../parts/now'
import { hour, span } from '../parts/time'
import { words } from '../words'
import { accept, decline, offered } from './acts'
import { useDesk } from './desk'
import { Known } from './Known'
import type { Row } from './waiting'

/** From here on a wait is shown as long. */
const LONG = 180_000
const PREVIEW = 250

const w = words.list
const nameOf = (r: Waiting) => r.visitor?.name || words.nobody

function Wait({ since }: { since: number }) {
  const waited = Math.max(0, useNow() - since)
  const stale = useDesk((s) => s.line.lostAt !== undefined)
  const classes = ['request-wait num', waited >= LONG && 'request-long', stale && 'stale'].filter(Boolean).join(' ')
  return (
    <span className={classes} title={hour(since)}>
      <Icon name="clock" />
      <bdi aria-hidden="true">{w.waits(span(waited))}</bdi>
      <span className="sr">{w.waitsLabel(Math.floor(waited / 60_000))}</span>
    </span>
  )
}

const icons = { push: 'in', direct: 'in', transfer: 'transfer', conference: 'join' }

/** Who asks, where somebody does: the router, a visitor for her by name, a colleague. */
function asking({ kind, from = '' }: Waiting): string {
  if (kind === 'transfer') return w.transfer(from)
  if (kind === 'conference') return w.conference(from)
  return kind ? w.offer : ''
}

function Top({ request, children }: { request: Waiting; children?: React.ReactNode }) {
  const who = asking(request)
  const from = `${request.site} · ${request.buttonName}`
  return (
    <>
      <div className="request-top">
        <Icon name={request.kind ? icons[request.kind] : 'in'} label={who ? undefined : w.request} />
        <span className={`cut ${who ? 'request-who' : ''}`} dir="auto">
          {who || from}
        </span>
        {children}
      </div>
      {who && (
        <div className="request-from cut" dir="auto">
          {from}
        </div>
      )}
    </>
  )
}

/** How long it is hers still. */
function Left({ until, at }: { until: number; at: number }) {
  const now = useNow()
  const part = Math.min(1, Math.max(0, (until - now) / Math.max(1, until - at)))
  return (
    <div className="request-left">
      <span className="num">
        <bdi>{w.answerIn(span(until - now))}</bdi>
      </span>
      <span className="request-line" aria-hidden="true">
        <i style={{ inlineSize: `${part * 100}%` }} />
      </span>
    </div>
  )
}

function Note({ request }: { request: Waiting }) {
  if (!request.note) return null
  return (
    <blockquote className="request-note" aria-label={w.noteFrom(request.from ?? '')}>
      <p dir="auto">{request.note}</p>
    </blockquote>
  )
}

const fates: Record<string, (row: Row) => string> = {
  taken: (row) => w.taken(row.by ?? ''),
  withdrawn: (row) => (row.alone ? w.lapsed : w.withdrawn),
  declined: () => w.declined,
  accepted: () => w.accepted,
}

/** The row that vanished under the focus: what stands in its place takes it over, so that Tab goes on from there. */
let hadFocus: string | undefined

/** A row that is over keeps its height and takes no click. */
function Over({ row }: { row: Row }) {
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (hadFocus === row.request.chat && row.phase !== 'accepted') item.current?.focus()
    hadFocus = undefined
  }, [row])
  return (
    <li className="request request-over" ref={item} tabIndex={-1}>
      <Top request={row.request} />
      <div className="request-name cut" dir="auto">
        {nameOf(row.request)}
      </div>
      {row.request.visitor?.question && <div className="cut">&nbsp;</div>}
      <div className="request-fate" role="status">
        <Icon name={row.phase === 'accepted' ? 'check' : 'info'} />
        <bdi>{fates[row.phase]?.(row)}</bdi>
      </div>
    </li>
  )
}

/** Opens the preview a moment after pointer or focus came, at once it goes. */
function usePreview(row: RefObject<HTMLLIElement | null>) {
  const [at, place] = useState<{ top: number; side: number }>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const hide = () => {
    clearTimeout(timer.current)
    place(undefined)
  }
  const show = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const box = row.current?.getBoundingClientRect()
      if (!box) return
      const rtl = getComputedStyle(document.body).direction === 'rtl'
      place({ top: Math.min(box.top, innerHeight - 220), side: (rtl ? innerWidth - box.left : box.right) + 8 })
    }, PREVIEW)
  }
  return { at, on: { onPointerEnter: show, onPointerLeave: hide, onFocus: show, onBlur: hide } }
}

/** Says that an offer is on the page, again on each new connection: a console that stays silent is passed over (R80). */
export function useShown({ request, alone }: Row): void {
  const connected = useDesk((s) => s.line.state === 'open')
  useEffect(() => {
    if (alone && connected) offered(request.chat)
  }, [alone, connected, request.chat])
}

function Running({ row, first }: { row: Row; first: boolean }) {
  const { request, phase } = row
  const item = useRef<HTMLLIElement>(null)
  const preview = usePreview(item)
  const keys = usePreferences((p) => p.keys)
  useLayoutEffect(() => {
    const row = item.current
    return () => {
      if (row?.contains(document.activeElement)) hadFocus = request.chat
    }
  }, [request.chat])
  const [seenAt] = useState(useDesk.getState().now)
  useShown(row)
  const blocked = phase !== 'waiting'
  const id = `preview-${request.chat}`
  return (
    <li className={`request ${request.kind ? `request-asks request-${request.kind}` : ''}`} ref={item} {...preview.on}>
      <Top request={request}>
        <Wait since={request.requestedAt} />
      </Top>
      <div className="request-name cut" dir="auto">
        {nameOf(request)}
      </div>
      {request.visitor?.question && (
        <div className="dim cut" dir="auto">
          “{request.visitor.question}”
        </div>
      )}
      <Note request={request} />
      {request.until && <Left until={request.until} at={seenAt} />}
      <div className="request-acts">
        <button
          type="button"
          className={`button ${first ? 'button-main' : 'button-soft'}`}
          aria-describedby={preview.at ? id : undefined}
          aria-disabled={blocked}
          onClick={() => void accept(request.chat)}
        >
          {phase === 'accepting' ? w.accepting : request.kind === 'conference' ? w.join : w.accept}{' '}
          <span className="sr">{w.chatWith(nameOf(request))}</span> {first && keys && <kbd>{keyName('A')}</kbd>}
        </button>
        <button type="button" className="button" aria-disabled={blocked} onClick={() => void decline(request.chat)}>
          {w.decline} <span className="sr">{w.chatWith(nameOf(request))}</span>
        </button>
      </div>
      {preview.at && (
        <div
          className="preview pop"
          id={id}
          role="tooltip"
          style={{ insetBlockStart: preview.at.top, insetInlineStart: preview.at.side }}
        >
          <Known visitor={request.visitor} question />
        </div>
      )}
    </li>
  )
}

export function RequestRow({ row, first }: { row: Row; first: boolean }) {
  const running = row.phase === 'waiting' || row.phase === 'accepting' || row.phase === 'declining'
  return running ? <Running row={row} first={first} /> : <Over row={row} />
}
