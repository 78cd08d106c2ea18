// The three parts of a transcript.

import { Facts } from '../parts/Facts'
import { second, span, whole } from '../parts/time'
import type { Document } from '../session/shapes'
import { words } from '../words'

const w = words.transcript

export function Conversation({ d }: { d: Document }) {
  if (!d.lines.length) return <p className="dim">{w.noLines}</p>
  return (
    <ol className="lines">
      {d.lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a transcript never changes
        <li key={at}>
          <time dateTime={new Date(line.at).toISOString()} title={line.elapsed}>
            {second(line.at)}
          </time>
          {line.who === 'system' ? (
            <p className="lines-system" dir="auto">
              {line.text}
            </p>
          ) : (
            <>
              <b dir="auto">{line.name}</b>
              <p dir="auto">{line.text}</p>
            </>
          )}
        </li>
      ))}
    </ol>
  )
}

export function Events({ d }: { d: Document }) {
  if (!d.events.length) return <p className="dim">{w.noEvents}</p>
  return (
    <table className="grid grid-plain">
      <thead>
        <tr>
          <th scope="col">{w.at}</th>
          <th scope="col">{w.event}</th>
          <th scope="col">{w.agent}</th>
          <th scope="col">{w.detail}</th>
        </tr>
      </thead>
      <tbody>
        {d.events.map((e, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a transcript never changes
          <tr key={at}>
            <td className="num nowrap">{second(e.at)}</td>
            <td title={e.type}>{e.label}</td>
            <td dir="auto">{e.agent || '–'}</td>
            <td dir="auto" className="dim">
              {e.detail}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const seconds = (n?: number | null) => (n == null ? '–' : span(n * 1000))

function fieldValue(f: Document['fields'][number]): string {
  if (f.type === 'seconds' && f.value !== '') return span(Number(f.value) * 1000)
  const at = f.type === 'time' ? Date.parse(f.value) : Number.NaN
  return Number.isNaN(at) ? f.value : whole(at)
}

/** Fields that say something, without the bodies, which are the other part of this page. */
export function Fields({ d }: { d: Document }) {
  const r = d.responseTimes
  const told = d.fields.filter((f) => f.value !== '' && f.name !== 'Body' && f.name !== 'SupervisorTranscriptBody')
  return (
    <>
      <h3>{w.response}</h3>
      <Facts
        facts={[
          [w.agentAverage, seconds(r.agentAverage)],
          [w.agentMaximum, seconds(r.agentMaximum)],
          [w.visitorAverage, seconds(r.visitorAverage)],
          [w.visitorMaximum, seconds(r.visitorMaximum)],
        ]}
      />
      <h3>{w.fields}</h3>
      <Facts facts={told.map((f) => [f.label, fieldValue(f)])} />
      <h3>{w.root}</h3>
      <p className="root-hash">{d.chain.root}</p>
    </>
  )
}
