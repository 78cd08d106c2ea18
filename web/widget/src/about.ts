// What the agent may know of the browser and the page. User agent strings are frozen, so browsers that give hints are asked.

import type { Request } from '../../link/protocol.gen'

interface Hints {
  platform: string
  platformVersion?: string
  fullVersionList?: { brand: string; version: string }[]
  getHighEntropyValues?(names: string[]): Promise<Hints>
}

const FIELD = 200
const URL_LENGTH = 2000

export const pageNow = (): string => location.href.slice(0, URL_LENGTH)

export async function about(referrer?: string): Promise<Partial<Request>> {
  const data = (navigator as { userAgentData?: Hints }).userAgentData
  const hints = await data?.getHighEntropyValues?.(['fullVersionList', 'platformVersion']).catch(() => undefined)
  const brands = hints?.fullVersionList?.filter((b) => !/not.*brand/i.test(b.brand)) // one is always made up
  return {
    page: pageNow(),
    referrer: referrer?.slice(0, URL_LENGTH),
    language: navigator.language,
    screen: `${screen.width}x${screen.height}`,
    platform: hints ? `${hints.platform} ${hints.platformVersion}` : navigator.platform,
    browser: (brands?.map((b) => `${b.brand} ${b.version}`).join(', ') || navigator.userAgent).slice(0, FIELD),
  }
}
