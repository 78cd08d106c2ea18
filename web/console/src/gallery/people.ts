// Fixed people and what they wrote, at one fixed moment.

import type { ChatEvent, Screen, Visitor, Waiting } from '../../../link/link'
import type { OpenChat } from '../desk/desk'

/** 14:13:20 on the day that the gallery shows, whatever the time zone. */
export const NOW = new Date(2026, 2, 12, 14, 13, 20).getTime()

export const ago = (minutes: number, seconds = 0) => NOW - (minutes * 60 + seconds) * 1000

export const mara: Visitor = {
  name: 'Mara L.',
  question: 'I was charged twice for order 20418',
  details: [
    { label: 'Order', value: '20418', shown: true },
    { label: 'Shopping since', value: '2021', shown: true },
    { label: 'Basket', value: 'b-7f12', shown: false },
  ],
  address: '203.0.113.24',
  browser: 'Firefox 142',
  platform: 'Linux',
  language: 'en',
  screen: '1440x900',
  page: 'https://lantern.example/help/payments/refunds',
  referrer: 'https://search.example/',
}

const tomas: Visitor = {
  name: 'Tomas W.',
  question: 'Where is my lamp?',
  address: '198.51.100.7',
  browser: 'Safari 26',
  platform: 'iOS',
  language: 'cs',
}

export const waiting: Waiting[] = [
  {
    chat: 'w1',
    button: 'returns',
    buttonName: 'Returns',
    site: 'Help centre',
    requestedAt: ago(3, 12),
    after: 1,
    visitor: {
      question: 'Marked as delivered, not here',
      details: [
        { label: 'Topic', value: 'Parcel', shown: true },
        { label: 'Order', value: '20444', shown: true },
      ],
      page: 'https://lantern.example/orders',
      browser: 'Chrome 141',
      platform: 'Android',
      language: 'pt',
    },
  },
  {
    chat: 'w2',
    button: 'orders',
    buttonName: 'Orders',
    site: 'Shop',
    requestedAt: ago(1, 4),
    after: 1,
    visitor: {
      name: 'Priya N.',
      question: 'Can the carrier take it to another address after dispatch? I leave on Saturday.',
      page: 'https://lantern.example/cart',
    },
  },
]

const PARTIES = { me: { party: 'a1', name: 'Noor', me: true } }

type Said = [who: string, minutes: number, text: string]

/** A chat that Noor accepted at the first moment given, with what was said since. */
export function chatOf(
  id: string,
  visitor: Visitor,
  accepted: number,
  said: Said[],
  ended?: Partial<ChatEvent> & { at: number },
): OpenChat {
  const events: ChatEvent[] = [
    { seq: 1, at: ago(accepted + 1), who: 'v', kind: 'requested' },
    { seq: 2, at: ago(accepted), who: 'a1', kind: 'accepted', party: 'a1', name: 'Noor' },
    ...said.map(
      ([who, minutes, text], at): ChatEvent => ({
        seq: 3 + at,
        at: ago(Math.floor(minutes), (minutes % 1) * 60),
        who,
        kind: 'said',
        text,
      }),
    ),
  ]
  if (ended) events.push({ seq: events.length + 1, who: 'v', kind: 'ended', by: 'visitor', reason: 'ended', ...ended })
  return {
    chat: id,
    events,
    private: [],
    pending: [],
    typing: {},
    view: {
      chat: id,
      state: ended ? 'ended' : 'engaged',
      button: 'Billing',
      site: 'Help centre',
      requestedAt: ago(accepted + 1),
      acceptedAt: ago(accepted),
      endedAt: ended?.at,
      parties: [{ party: 'v', name: visitor.name ?? '' }, PARTIES.me],
      visitor,
      tail: events.length,
      events: [],
      critical: 240_000,
    },
  }
}

export const withMara = () =>
  chatOf('c1', mara, 12.67, [
    ['a1', 10, 'Hello Mara, this is Noor. I see both payments. One moment while I check the second one.'],
    ['v', 7.5, 'ok, take your time'],
    ['a1', 3.2, 'The second payment of 48.00 was never collected and will drop off your statement.'],
    ['v', 2.1, 'When will that be? My rent goes out on Friday.'],
    ['v', 1.3, 'And can I have that in writing?'],
    [
      'a1',
      0.9,
      'It clears within two working days, so by Thursday. I can send you a letter that confirms it. Would that help?',
    ],
  ])

export const withTomas = () =>
  chatOf('c2', tomas, 9, [
    ['a1', 8, 'Hello Tomas, I am looking for your parcel.'],
    ['v', 4.2, 'Hello? Is anybody there?'],
  ])

export const withJoon = () =>
  chatOf(
    'c3',
    { name: 'Joon A.', language: 'ko', browser: 'Edge 141', platform: 'Windows' },
    21,
    [
      ['a1', 17, 'The voucher is in your account now.'],
      ['v', 15.4, 'Thanks, that was all'],
    ],
    { at: ago(14) },
  )

export const noor: Screen = {
  rev: 7,
  status: 'Online',
  load: 3,
  capacity: 4,
  epoch: 1,
  tab: 'this',
  name: 'Noor',
  offers: [],
}
