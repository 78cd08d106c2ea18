// A row of tabs: arrows, Home and End move, Delete closes where it may. A tab holds no button.

import { type KeyboardEvent, type ReactNode, useRef } from 'react'

export interface TabItem {
  id: string
  label: ReactNode
  className?: string
}

interface Props {
  label: string
  className: string
  items: TabItem[]
  chosen: string | undefined
  choose(id: string): void
  remove?(id: string): void
  /** Prefix of the ids of tabs and panels. */
  name: string
}

export function Tabs({ label, className, items, chosen, choose, remove, name }: Props) {
  const list = useRef<HTMLDivElement>(null)

  const go = (at: number) => {
    const next = items[(at + items.length) % items.length]
    if (!next) return
    choose(next.id)
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(`${name}-tab-${next.id}`)}`)?.focus()
  }

  const pressed = (e: KeyboardEvent, at: number) => {
    const forward = getComputedStyle(e.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    if (e.altKey || e.ctrlKey || e.metaKey) return
    if (e.key === 'ArrowLeft' || e.key === 'ArrowRight') go(e.key === forward ? at + 1 : at - 1)
    else if (e.key === 'Home') go(0)
    else if (e.key === 'End') go(items.length - 1)
    else if (e.key === 'Delete' && remove) remove(items[at]?.id ?? '')
    else if (e.key === 'Enter' || e.key === ' ') choose(items[at]?.id ?? '')
    else return
    e.preventDefault()
  }

  return (
    <div className={className} role="tablist" aria-label={label} ref={list}>
      {items.map((t, at) => (
        <div
          key={t.id}
          id={`${name}-tab-${t.id}`}
          className={t.className}
          role="tab"
          tabIndex={t.id === chosen || (!chosen && at === 0) ? 0 : -1}
          aria-selected={t.id === chosen}
          aria-controls={t.id === chosen ? `${name}-panel-${t.id}` : undefined}
          onClick={() => choose(t.id)}
          onKeyDown={(e) => pressed(e, at)}
        >
          {t.label}
        </div>
      ))}
    </div>
  )
}

export const panelProps = (name: string, id: string) =>
  ({ id: `${name}-panel-${id}`, role: 'tabpanel', 'aria-labelledby': `${name}-tab-${id}` }) as const
