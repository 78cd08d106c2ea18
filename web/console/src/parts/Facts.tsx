// Names and values, as they are known; what is not known is left out.

export type Fact = [name: string, value: string | undefined, ltr?: boolean]

export function Facts({ facts }: { facts: Fact[] }) {
  const known = facts.filter(([, value]) => value)
  if (!known.length) return null
  return (
    <dl className="facts">
      {known.map(([name, value, ltr], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two facts may have the same name, and their order is fixed
        <div key={at} style={{ display: 'contents' }}>
          <dt dir="auto">{name}</dt>
          <dd>{ltr ? <bdi dir="ltr">{value}</bdi> : <bdi dir="auto">{value}</bdi>}</dd>
        </div>
      ))}
    </dl>
  )
}
