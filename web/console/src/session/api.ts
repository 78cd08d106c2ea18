// The HTTP API as the console calls it. A refusal becomes an ApiError with the server's words for the person.

import * as v from 'valibot'
import type { Config } from './config'
import { colleaguesShape, documentShape, faultShape, meShape, pageShape, ticketShape } from './shapes'

export class ApiError extends Error {
  constructor(
    /** The kinds of the socket's refusals; `unreachable` if there was no answer. */
    readonly kind: string,
    message: string,
    readonly status = 0,
  ) {
    super(message)
  }
}

/** Gives the bearer token of the person signed in; undefined once the sign-in has ended. */
export type Token = () => Promise<string | undefined>

export type Api = ReturnType<typeof createApi>

const KINDS: Record<number, string> = {
  400: 'invalid',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  429: 'limited',
}

export function createApi(config: Pick<Config, 'api'>, token: Token, get: typeof fetch = fetch) {
  async function ask(method: string, path: string): Promise<unknown> {
    const bearer = await token()
    if (!bearer) throw new ApiError('unauthorized', 'Your sign-in has ended.', 401)
    let answer: Response
    try {
      answer = await get(config.api + path, { method, headers: { Authorization: `Bearer ${bearer}` } })
    } catch {
      throw new ApiError('unreachable', 'There is no connection to the server.')
    }
    if (!answer.ok) throw await refusal(answer)
    return answer.json()
  }

  async function read<S extends v.GenericSchema>(shape: S, method: string, path: string): Promise<v.InferOutput<S>> {
    const result = v.safeParse(shape, await ask(method, path))
    if (result.success) return result.output
    throw new ApiError('internal', 'The server answered in a way that the console does not understand.')
  }

  return {
    me: () => read(meShape, 'GET', '/agent/me'),
    ticket: () => read(ticketShape, 'POST', '/agent/ticket'),
    /** Agents who are logged in, those with a skill if one is named. */
    colleagues: async (skill = '') =>
      (await read(colleaguesShape, 'GET', `/agent/colleagues${skill && `?skill=${encodeURIComponent(skill)}`}`))
        .colleagues,
    transcripts: (before?: string) =>
      read(pageShape, 'GET', `/transcripts?limit=50${before ? `&before=${encodeURIComponent(before)}` : ''}`),
    transcript: (chat: string) => read(documentShape, 'GET', `/transcripts/${encodeURIComponent(chat)}`),
  }
}

async function refusal(answer: Response): Promise<ApiError> {
  const said = v.safeParse(faultShape, await answer.json().catch(() => undefined))
  if (said.success) return new ApiError(said.output.kind, said.output.message, answer.status)
  return new ApiError(KINDS[answer.status] ?? 'internal', `The server answered ${answer.status}.`, answer.status)
}

/** The notice that the last tab closes (R17). It outlives the page, so it cannot wait for anything. */
export function sendLeave(config: Pick<Config, 'api'>, bearer: string, tab: string, get: typeof fetch = fetch): void {
  get(`${config.api}/agent/leave`, {
    method: 'POST',
    keepalive: true,
    headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ tab }),
  }).catch(() => undefined) // the lease finds her gone anyway
}
