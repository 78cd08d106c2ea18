// What differs from one deployment to the next, read once at the start.

import * as v from 'valibot'

const address = v.pipe(v.string(), v.url())

const shape = v.object({
  /** Base address of the HTTP API. */
  api: address,
  issuer: address,
  clientId: v.pipe(v.string(), v.minLength(1)),
  site: v.optional(v.string()),
})

export type Config = v.InferOutput<typeof shape>

/** The configuration is there but cannot be used; the message names the fields. */
export class BadConfig extends Error {}

export function parseConfig(value: unknown): Config {
  const result = v.safeParse(shape, value)
  if (result.success) return { ...result.output, api: result.output.api.replace(/\/+$/, '') }
  const fields = result.issues.map((i) => `${v.getDotPath(i) ?? 'config.json'}: ${i.message}`)
  throw new BadConfig(fields.join('; '))
}

export async function loadConfig(get: typeof fetch = fetch): Promise<Config> {
  const answer = await get('/config.json', { cache: 'no-store' })
  if (!answer.ok) throw new BadConfig(`config.json: ${answer.status}`)
  return parseConfig(await answer.json().catch(() => undefined))
}
