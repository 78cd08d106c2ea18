// The whole console: the pages around signing in, or the desk.

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { I18nProvider } from 'react-aria-components'
import { ApiError } from '../session/api'
import { Page } from '../session/Pages'
import { useSession } from '../session/session'
import { usePreferences } from './preferences'
import { Shell } from './Shell'

/** Only what may be otherwise a moment later is asked for again. */
const worthAgain = (failures: number, error: Error) =>
  failures < 2 &&
  !(error instanceof ApiError && ['invalid', 'unauthorized', 'forbidden', 'not_found'].includes(error.kind))

export const queries = new QueryClient({ defaultOptions: { queries: { retry: worthAgain, staleTime: 10_000 } } })

export function App() {
  const phase = useSession((s) => s.phase)
  const dir = usePreferences((p) => p.dir)
  // The words are English in both directions; menus and arrows follow the direction that this locale stands for.
  return (
    <I18nProvider locale={dir === 'rtl' ? 'ar' : 'en'}>
      <QueryClientProvider client={queries}>
        {phase === 'ready' ? <Shell /> : <Page phase={phase} />}
      </QueryClientProvider>
    </I18nProvider>
  )
}
