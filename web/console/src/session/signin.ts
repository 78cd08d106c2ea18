// Signing in: code with PKCE by redirect, tokens in this window's session storage only. Renewed by refresh token where
// the issuer gives one, never in a hidden frame, which the page's policy forbids.

import { UserManager, WebStorageStateStore } from 'oidc-client-ts'
import type { Config } from './config'

export interface SignIn {
  /** The access token, renewed if it is about to end; undefined if nobody is signed in any more. */
  token(): Promise<string | undefined>
  /** The last token known, for a page that has no time left to ask. */
  lastToken(): string | undefined
  start(returnTo: string): Promise<void>
  /** Completes the redirect; gives the address to go on at. */
  complete(address: string): Promise<string>
  end(): Promise<void>
}

const SOON = 60 // seconds before its end at which a token is renewed

export function createSignIn(config: Config, base: string): SignIn {
  const home = new URL(base, location.origin).href
  const manager = new UserManager({
    authority: config.issuer,
    client_id: config.clientId,
    redirect_uri: new URL('callback', home).href,
    post_logout_redirect_uri: home,
    response_type: 'code',
    scope: 'openid profile email',
    automaticSilentRenew: false,
    monitorSession: false,
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
  })
  let last: string | undefined

  async function token(): Promise<string | undefined> {
    let who = await manager.getUser()
    if (who?.refresh_token && (who.expires_in ?? 0) < SOON) {
      who = await manager.signinSilent().catch(() => who)
    }
    last = who && !who.expired ? who.access_token : undefined
    return last
  }

  return {
    token,
    lastToken: () => last,
    start: (returnTo) => manager.signinRedirect({ state: returnTo }),
    async complete(address) {
      const who = await manager.signinRedirectCallback(address)
      return typeof who.state === 'string' && who.state.startsWith(base) ? who.state : base
    },
    // Cognito wants the two extra names, others take the standard ones.
    end: () => manager.signoutRedirect({ extraQueryParams: { client_id: config.clientId, logout_uri: home } }),
  }
}
