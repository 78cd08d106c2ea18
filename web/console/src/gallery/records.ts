// Fixed transcripts.

import type { Document, Page, Summary } from '../session/shapes'
import { ago } from './people'

type Row = [
  visitor: string,
  button: string,
  owner: string,
  status: string,
  endedBy: string,
  minutes: number,
  wait: number,
  length: number | null,
  agent: number,
  visitor2: number,
]

const rows: Row[] = [
  ['Mara L.', 'Billing', 'Noor K.', 'Completed', 'Visitor', 31, 52, 980, 6, 5],
  ['Elif S.', 'Returns', 'Noor K.', 'Completed', 'Visitor', 45, 21, 544, 4, 4],
  ['', 'Orders', '', 'Missed', 'Visitor', 52, 190, null, 0, 0],
  ['Jean-Baptiste de la Fontaine-Montferrand', 'Billing', 'Ilse', 'Completed', 'Agent', 63, 38, 252, 3, 3],
  ['Hanne V.', 'Billing', 'Kofi', 'Completed', 'System', 71, 44, 1297, 9, 12],
  ['سارة', 'Returns', 'Bea', 'Completed', 'Agent', 88, 62, 1120, 8, 7],
  ['Yusuf K.', 'Orders', 'Amir', 'Completed', 'Visitor', 97, 12, 475, 5, 5],
  ['Visitor 77E0', 'Account', '', 'Blocked', 'System', 101, 0, null, 0, 0],
  ['Orla M.', 'Billing', 'Kofi', 'Completed', 'Agent', 120, 58, 729, 7, 6],
  ['', 'Returns', '', 'Missed', 'System', 131, 167, null, 0, 0],
  ['Pavel D.', 'Account', 'Amir', 'Completed', 'Visitor', 150, 19, 391, 4, 3],
  ['Ines F.', 'Billing', 'Noor K.', 'Completed', 'Visitor', 1460, 35, 648, 5, 6],
]

function summary(
  [visitor, button, owner, status, endedBy, minutes, wait, length, agent, theirs]: Row,
  at: number,
): Summary {
  const requestedAt = ago(minutes)
  const startedAt = length === null ? 0 : requestedAt + wait * 1000
  return {
    chat: `t${at + 1}`,
    number: `T-${String(118 - at).padStart(8, '0')}`,
    visitor,
    site: 'Help centre',
    button,
    status,
    requestedAt,
    startedAt,
    endedAt: requestedAt + (wait + (length ?? 0)) * 1000,
    endedBy,
    owner,
    waitTime: wait,
    chatDuration: length,
    agentMessages: agent,
    visitorMessages: theirs,
  }
}

export const list: Summary[] = rows.map(summary)
export const page: Page = { transcripts: list, next: '1' }

const at = (minutes: number) => ago(31 - minutes)

export function documentOf(chat: string, broken = false): Document {
  const head = list.find((s) => s.chat === chat) ?? (list[0] as Summary)
  const line = (minutes: number, who: string, name: string, text: string) => ({
    at: at(minutes),
    elapsed: `${Math.floor(minutes)}m 0s`,
    who,
    name,
    text,
  })
  const event = (minutes: number, type: string, label: string, agent = '', detail = '') => ({
    at: at(minutes),
    type,
    label,
    agent,
    detail,
  })
  return {
    ...head,
    lines: [
      line(0, 'system', '', 'Mara L. asked for a chat.'),
      line(0.9, 'system', '', 'Noor K. joined the chat.'),
      line(1.4, 'visitor', 'Mara L.', 'Hi, I was charged twice for order 20418'),
      line(1.9, 'agent', 'Noor K.', 'Hello Mara, I see both payments. One moment while I check the second one.'),
      line(4, 'visitor', 'Mara L.', 'ok, take your time'),
      line(
        8.2,
        'agent',
        'Noor K.',
        'The second payment of 48.00 was never collected and will drop off your statement.',
      ),
      line(9.1, 'visitor', 'Mara L.', 'When will that be?\nMy rent goes out on Friday.'),
      line(
        10.3,
        'agent',
        'Noor K.',
        'It clears within two working days, so by Thursday. I can send you a letter that confirms it. Would that help?',
      ),
      line(11.5, 'visitor', 'Mara L.', '<b>yes please</b>, that would be great'),
      line(17.2, 'system', '', 'Mara L. ended the chat.'),
    ],
    events: [
      event(0, 'ChatRequest', 'Visitor Requested Chat', '', 'Billing'),
      event(0, 'ChoiceRoute', 'Routed (Choice)'),
      event(0.9, 'Accept', 'Accepted by Agent', 'Noor K.', 'waited 52 s'),
      event(17.2, 'EndVisitor', 'Ended by Visitor'),
    ],
    fields: [
      { name: 'Name', label: 'Live Chat Transcript', type: 'text', value: head.number },
      { name: 'Browser', label: 'Browser', type: 'text', value: 'Firefox 142' },
      { name: 'ChatDuration', label: 'Chat Duration', type: 'seconds', value: '980' },
      { name: 'EndedBy', label: 'Ended By', type: 'text', value: 'Visitor' },
      { name: 'OwnerId', label: 'Owner', type: 'reference', value: 'Noor K.' },
      { name: 'ReferrerUri', label: 'Referring Site', type: 'text', value: 'https://search.example/' },
      { name: 'RequestTime', label: 'Request Time', type: 'time', value: new Date(head.requestedAt).toISOString() },
      { name: 'IpAddress', label: 'Visitor IP Address', type: 'text', value: '203.0.113.24' },
      { name: 'WaitTime', label: 'Wait Time', type: 'seconds', value: '52' },
    ],
    body: '( 1m 24s ) Mara L.: Hi, I was charged twice for order 20418',
    responseTimes: { agentAverage: 96, agentMaximum: 252, visitorAverage: 87, visitorMaximum: 126 },
    chain: {
      intact: !broken,
      entries: 31,
      root: '9f2c41d07be3a5586c1d9e0f4472aa10c7b6e8d95312fa4470be61c83d5a9e27',
      fault: broken ? 'Entry 14 does not follow from entry 13.' : undefined,
    },
  }
}
