// The supervisor's page: figures, calls for help, agents and queues as they change (R202), and the chat that is watched.

import { useEffect, useRef } from 'react'
import { useDesk } from '../desk/desk'
import { Bones } from '../parts/Bones'
import { Empty } from '../parts/Empty'
import { Lamp } from '../parts/Lamp'
import { useNow } from '../parts/now'
import { span } from '../parts/time'
import { useSession } from '../session/session'
import { words } from '../words'
import { Calls } from './Calls'
import { useFloor } from './floor'
import { buttons, type Figures, type Filters, figures, type Panels, skills } from './panels'
import { AgentTable, QueueTable } from './Tables'
import { WatchPane } from './WatchPane'

const w = words.floor

/** What she chose, or the defaults of her configuration; one that is not hers to see means any (R200). */
function useFilters(): Filters {
  const { filters, panels } = useFloor()
  const usual = useSession((s) => s.me?.panel)
  const f = filters ?? { skill: usual?.skill ?? '', status: usual?.status ?? '', button: usual?.button ?? '' }
  const known = (list: { id: string }[], id: string) => (list.some((x) => x.id === id) ? id : '')
  return { skill: known(skills(panels), f.skill), status: f.status, button: known(buttons(panels), f.button) }
}

interface FilterProps {
  name: string
  any: string
  value: string
  list: { id: string; name: string }[]
  change(id: string): void
}

function Filter({ name, any, value, list, change }: FilterProps) {
  return (
    <label className="filter">
      <span>{name}</span>
      <select className="select" value={value} onChange={(e) => change(e.target.value)}>
        <option value="">{any}</option>
        {list.map((o) => (
          <option key={o.id} value={o.id}>
            {o.name}
          </option>
        ))}
      </select>
    </label>
  )
}

const statuses = (['Online', 'Away', 'Offline'] as const).map((id) => ({ id, name: words.presence[id] }))

function Filterings({ filters, panels }: { filters: Filters; panels: Panels }) {
  const set = (change: Partial<Filters>) => useFloor.setState({ filters: { ...filters, ...change } })
  const lists = { skill: skills(panels), status: statuses, button: buttons(panels) }
  return (
    <fieldset className="filters">
      <legend className="sr">{w.filters}</legend>
      {(['skill', 'status', 'button'] as const).map((k) => (
        <Filter
          key={k}
          name={w[k]}
          any={k === 'skill' ? w.anyMine : w.any}
          value={filters[k]}
          list={lists[k]}
          change={(id) => set({ [k]: id })}
        />
      ))}
    </fieldset>
  )
}

function Sums({ f }: { f: Figures }) {
  const now = useNow()
  return (
    <dl className="figures num">
      <div>
        <dt>{w.waitingNow}</dt>
        <dd>
          <b className="figure">{f.waiting}</b>
        </dd>
        <dd>
          <bdi>{f.longest ? `${w.longest(span(now - f.longest.at))}, ${f.longest.queue}` : w.nobodyWaits}</bdi>
        </dd>
      </div>
      <div>
        <dt>{w.places}</dt>
        <dd>
          <b className="figure">{f.load}</b> {w.of(f.capacity)}
        </dd>
        <dd>
          <bdi>{w.there(f.online, f.away)}</bdi>
        </dd>
      </div>
    </dl>
  )
}

function Panel() {
  const { panels } = useFloor()
  const filters = useFilters()
  return (
    <>
      <div className="floor-main">
        <Sums f={figures(panels, filters)} />
        <Calls panels={panels} />
        <AgentTable panels={panels} filters={filters} />
      </div>
      <QueueTable panels={panels} filters={filters} />
    </>
  )
}

/** Brings the watched chat into sight where it stands below everything else. */
function useInSight(chat: string | undefined) {
  const pane = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (chat) pane.current?.scrollIntoView({ block: 'nearest' })
  }, [chat])
  return pane
}

export function FloorPage() {
  const { state, error, panels, watched } = useFloor()
  const filters = useFilters()
  const lost = useDesk((s) => s.line.lostAt !== undefined)
  const pane = useInSight(watched?.chat)
  return (
    <main className="floor" data-watching={watched ? true : undefined}>
      <header className="floor-head">
        <h1>{w.title}</h1>
        {state === 'open' && <Filterings filters={filters} panels={panels} />}
        <span className="grow" />
        {state === 'open' && !lost && (
          <span className="row dim">
            <Lamp name="online" />
            {w.live}
          </span>
        )}
      </header>
      {state === 'loading' && <Bones label={w.loading} widths={[30, 84, 84, 84, 60]} />}
      {state === 'refused' && (
        <Empty bad icon="warn" title={w.failed} text={error || w.failedText} className="floor-main" />
      )}
      {state === 'open' && <Panel />}
      <div className="floor-watch" ref={pane}>
        <WatchPane />
      </div>
    </main>
  )
}
