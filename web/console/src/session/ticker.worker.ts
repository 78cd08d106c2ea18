// Timers for a page in the background: browsers slow a hidden page's own timers to one a minute, which would lose an
// agent's lease. A worker's run on.

import { serveTimers } from './ticker'

serveTimers(self as unknown as Parameters<typeof serveTimers>[0])
