// Every state of the widget without a server: ?state=…&theme=dark&dir=rtl. Without a state, all of them side by side.

import { h } from './dom'
import { facade } from './facade'
import { type Acts, type Line, nothing, type Scene } from './scene'
import { screen } from './screen'
import * as words from './words'

const noon = new Date(2026, 2, 3, 14, 10).getTime()
const me = (key: string, text: string, minute: number, more: Partial<Line> = {}): Line => ({
  key,
  at: noon + minute * 60_000,
  from: 'me',
  text,
  ...more,
})
const them = (key: string, text: string, minute: number): Line => ({
  ...me(key, text, minute),
  from: 'them',
  name: 'Noor',
})
const note = (key: string, text: string, minute: number): Line => ({ ...me(key, text, minute), from: 'note' })

const lines = [
  me('1', 'I was charged twice for order 20418', -2),
  note('2', 'Noor joined the chat.', 0),
  them('3', 'Hello Mara, this is Noor. I can see both payments. The second one was never collected.', 0),
  me('4', 'When will it be gone? My rent goes out on Friday.', 1),
  them('5', 'Within two working days, so by Thursday. I can send you a letter that confirms it.', 2),
]
const asked = { ...nothing, open: true, site: 'Lantern & Loom' }
const talking: Scene = { ...asked, mode: 'talk', names: ['Noor'], lines }
const failing = [
  me('6', 'yes please', 3),
  me('7', 'could you send it to my other address', 3, { state: 'failed', error: 'The chat is busy.' }),
  me('8', 'the one in my account', 3, { state: 'sending' }),
]

const scenes: Record<string, Scene> = {
  closed: { ...nothing },
  news: { ...talking, open: false, news: 2 },
  before: asked,
  refused: { ...asked, error: 'Too many requests from here. Try again in a minute.' },
  filled: { ...asked, name: 'Mara', question: 'I was charged twice for order 20418' },
  asking: { ...asked, mode: 'asking' },
  'asking-lost': { ...asked, mode: 'asking', lost: true },
  waiting: { ...asked, mode: 'waiting', waited: 52_000, lines: lines.slice(0, 1) },
  placed: { ...asked, mode: 'waiting', waited: 12_000, place: 2, wait: 170_000 },
  'waiting-lost': { ...asked, mode: 'waiting', waited: 192_000, lost: true },
  talk: talking,
  sending: { ...talking, lines: [...lines, ...failing], typing: ['Noor'] },
  lost: {
    ...talking,
    lost: true,
    lines: [...lines, me('8', 'yes please, to the address in my account', 4, { state: 'sending' })],
  },
  ending: talking,
  keeping: { ...talking, keeps: true },
  passed: { ...talking, passed: true, names: [], lines: [...lines, note('6', words.passed, 4)] },
  transferred: {
    ...talking,
    names: ['Ilse'],
    lines: [
      ...lines,
      note('6', words.passed, 4),
      note('7', 'Ilse took over the chat.', 5),
      { ...them('8', 'Hello Mara, I have read what you wrote. The letter is on its way.', 5), name: 'Ilse' },
    ],
  },
  idle: { ...talking, keeps: true, ends: 28_000 },
  'idle-closed': { ...talking, open: false, ends: 28_000 },
  long: {
    ...talking,
    names: ['Noor', 'Ilse'],
    lines: [
      ...lines,
      them('9', `https://shop.example/${'lamps-and-textiles/'.repeat(5)}`, 4),
      me('a', 'first line\nsecond line\n\nfourth line', 5),
      { ...them('b', 'I join Noor: we look at it together.', 5), name: 'Ilse' },
    ],
  },
  ended: {
    ...talking,
    mode: 'ended',
    lines: [...lines, me('6', 'Great, thank you.', 6), note('7', 'Noor ended the chat at 14:18.', 8)],
  },
  'ended-idle': {
    ...talking,
    mode: 'ended',
    keeps: true,
    lines: [...lines, note('6', words.endedIdle, 9)],
  },
  cancelled: { ...asked, mode: 'ended', lines: [...lines.slice(0, 1), note('7', words.cancelled, 1)] },
  away: { ...asked, mode: 'away' },
  broken: { ...asked, mode: 'broken' },
}

const arabic = {
  lang: 'ar',
  [words.title]: 'تحدّث معنا',
  [words.back]: 'محادثة',
  [words.name]: 'اسمك',
  [words.optional]: 'اختياري',
  [words.question]: 'سؤالك',
  [words.start]: 'ابدأ المحادثة',
  [words.secrets]: 'من فضلك لا ترسل أرقام البطاقات أو كلمات المرور.',
  [words.broken]: 'لا يمكن الوصول إلى المحادثة.',
  [words.awayTitle]: 'لا أحد هنا',
  [words.away]: 'المحادثة غير متاحة الآن.',
  [words.later]: 'من فضلك حاول لاحقًا.',
  [words.retry]: 'حاول مرة أخرى',
  [words.asking]: 'جارٍ الاتصال…',
  [words.waitTitle]: 'في انتظار موظف',
  [words.waiting]: 'أنت في الانتظار.',
  [words.waitHow]: 'لا نعرف بعد كم من الوقت.',
  [words.place]: 'أنت رقم $1 في الانتظار.',
  [words.wait]: 'حوالي $1.',
  [words.passed]: 'يجري تحويلك…',
  [words.idle]: 'هل ما زلت هنا؟',
  [words.idleHow]: 'تنتهي المحادثة خلال $1 إن لم تكتب.',
  [words.keep]: 'حفظ',
  [words.waited]: 'انتظرت $1.',
  [words.browse]: 'تابع التصفّح إن شئت. مكانك محفوظ.',
  [words.cancel]: 'إلغاء المحادثة',
  [words.you]: 'أنت',
  [words.and]: ' و',
  [words.typing]: '$1 يكتب',
  [words.write]: 'اكتب رسالة',
  [words.send]: 'إرسال',
  [words.sending]: 'جارٍ الإرسال…',
  [words.held]: 'تنتظر الاتصال',
  [words.failed]: 'لم تُرسل.',
  [words.discard]: 'حذف',
  [words.lost]: 'لا اتصال. نحاول من جديد؛ لا يضيع شيء.',
  [words.end]: 'إنهاء',
  [words.endAsk]: 'هل تنهي هذه المحادثة؟',
  [words.stay]: 'تابع المحادثة',
  [words.ended]: 'انتهت المحادثة',
  [words.again]: 'ابدأ محادثة جديدة',
}

const arabicLines = [
  note('2', 'انضمّت نور إلى المحادثة.', 0),
  { ...them('3', 'مرحبا، أرى الدفعتين. الثانية لم تُحصَّل.', 0), name: 'نور' },
  me('4', 'متى ستختفي من الكشف؟', 1),
  { ...them('5', 'خلال يومي عمل، أي حتى الخميس.', 2), name: 'نور' },
]

const acts = Object.fromEntries(
  ['open', 'close', 'start', 'say', 'typing', 'retry', 'discard', 'end', 'again', 'keep'].map((n) => [
    n,
    () => undefined,
  ]),
) as unknown as Acts

const query = new URLSearchParams(location.search)
const rtl = query.get('dir') === 'rtl'
document.documentElement.dir = rtl ? 'rtl' : 'ltr'
document.documentElement.lang = rtl ? 'ar' : 'en'
document.documentElement.style.colorScheme = query.get('theme') ?? 'light dark'

function one(name: string, scene: Scene): void {
  if (rtl) Object.assign(words.texts, arabic)
  const local =
    rtl && scene.lines.length >= lines.length
      ? {
          ...scene,
          names: ['نور'],
          typing: scene.typing.map(() => 'نور'),
          lines: [...arabicLines, ...scene.lines.slice(5)],
        }
      : scene
  const f = facade(() => {})
  document.body.append(f.host)
  const e = screen(f)
  e.draw(local)
  e.start(acts)
  if (name === 'ending') f.root?.querySelectorAll('.head button')[1]?.dispatchEvent(new Event('click'))
}

function all(): void {
  document.body.className = 'all'
  for (const name of Object.keys(scenes)) {
    const src = `?${new URLSearchParams({ ...Object.fromEntries(query), state: name })}`
    document.body.append(h('figure', {}, h('figcaption', {}, name), h('iframe', { src, title: name })))
  }
}

const state = query.get('state') ?? ''
const scene = scenes[state]
if (scene) one(state, scene)
else all()
Object.assign(globalThis, { states: Object.keys(scenes) })
