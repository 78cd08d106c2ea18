// One visitor on one page: from asking whether somebody is there to the end of the chat, over reloads and other tabs. It
// holds no socket and no secret before she asks; what it shows follows from the link's timeline alone.

import { createLink, type Link, type LinkError, newID, type Options, randomText, type Timeline } from '../../link/link'
import type { Detail, Target } from '../../link/protocol.gen'
import { about, pageNow } from './about'
import type { Calls } from './calls'
import { type Kept, keep } from './keep'
import { pen } from './pen'
import { cast, comes, lineOf, picture, textOf } from './picture'
import { download } from './save'
import { type Acts, type Mode, nothing, type Scene, type Stage } from './scene'
import { idle, texts, t as word } from './words'

/** What the page says of its visitor, and for which button. */
export interface Known {
  button?: string
  name?: string
  details?: Detail[]
  /** Asked in this order in place of the button. */
  targets?: Target[]
}

const LOOK = 30_000
const SECRET = 32
const TICK = 1_000

export type Visit = ReturnType<typeof visit>

export function visit(calls: Calls, deployment: string, stage: Stage, options: Partial<Options> = {}) {
  const kept = keep(deployment, (word) => (word === 'chat' ? follow() : word === 'out' && leave()))
  let known: Known = {}
  let link: Link | undefined
  let mine: Kept | undefined
  /** What she sees before there is a chat, and what she has filled in. */
  let door: Partial<Scene> & { mode: Mode } = { mode: 'before' }
  let open = false
  let news = 0
  /** How far the log was told aloud; from the first whole answer on, what comes is new. */
  let told = 0
  let live = false
  /** That she is to answer has been said. */
  let warned = false

  const chat = (): Timeline | undefined => link?.timelines.get(mine?.chat ?? '')
  const ink = pen(() => ({ link, t: chat() }))

  // ---- what is seen -------------------------------------------------------------------------------------------------

  const changed = (): void => queueMicrotask(look)

  const look = (): void => {
    const t = chat()
    if (mine?.chat && !t?.chat && link?.status.state === 'open') {
      reset() // nobody knows it any more
      return
    }
    if (t?.chat && !t.partial) {
      if (live) hear(t)
      told = t.tail
      live = true
    }
    stage.draw(scene(t))
    if (!t?.ended || !mine) return
    kept.drop(mine) // the next page begins anew; this one still shows it
    if (!t.pending.some((p) => p.state === 'sending')) link?.stop()
  }

  /** Tells what has come since the last look. */
  const hear = (t: Timeline): void => {
    const { named } = cast(t)
    for (const e of t.events.slice(told)) {
      const { from, name, text } = lineOf(e, named)
      if (from === 'note') stage.say(text)
      if (from === 'them') {
        stage.say(`${name}: ${text}`)
        if (!open) news++
      }
      const { kind, who, by, reason } = e
      if (comes[kind]) link?.read(t.id) // whether she is read while she writes depends on who is there
      stage.tell(kind, { who, name: e.name ?? name, by, reason })
    }
  }

  const scene = (t?: Timeline): Scene => {
    const base: Scene = { ...nothing, ...door, open, news }
    if (!mine || !link) return base
    const { state, error = '' } = link.status
    if (state === 'refused') return { ...base, mode: 'broken', error }
    const lost = state === 'offline'
    if (!t?.chat) return { ...base, mode: 'asking', lost }
    return { ...base, ...picture(t, mine.ask.question, link.serverNow()), lost: lost || state === 'connecting' }
  }

  /** What changes with time alone: how long she waits, when she is warned, which page she is on. */
  const tick = (): void => {
    const t = chat()
    if (!t?.chat || t.ended) return
    const { ends, mode } = scene(t)
    if (ends && !warned) stage.say(word(idle))
    warned = !!ends
    if (ends || mode === 'waiting') look()
    roam(t.id)
    ink.tick()
  }

  /** Tells which page she is on, when it is another one (R122). */
  const roam = (id: string): void => {
    const page = pageNow()
    if (!mine || document.hidden || page === (mine.page ?? mine.ask.page)) return // a tab behind is not where she is
    mine.page = page
    kept.save(mine)
    link?.change({ action: 'visit', chat: id, page }).catch(() => {}) // refused means that it has ended
  }

  // ---- the chat -----------------------------------------------------------------------------------------------------

  /** Looks whether somebody is there; while nobody is, looks again now and then (R59). */
  const knock = async (): Promise<void> => {
    try {
      const d = await calls.ask()
      stage.dress(d)
      const button = d.buttons.find((b) => b.button === (known.button ?? b.button))
      known.button ??= button?.button
      door = { ...door, site: d.site, mode: button?.available ? 'before' : 'away' }
    } catch {
      door.mode = 'broken'
    }
    if (mine || !open) return
    if (door.mode === 'away') stage.tell('unavailable')
    if (door.mode !== 'before') setTimeout(() => open && !mine && knock(), LOOK)
    look()
  }

  const begin = (): void => {
    const m = mine as Kept
    const l = createLink({ ...options, ticket: () => calls.ticket(m.secret), store: kept.outbox })
    link = l
    live = false
    l.subscribe(changed)
    if (m.chat) l.timeline(m.chat).subscribe(changed)
    else request(l, m)
    l.start()
    look()
  }

  const request = (l: Link, m: Kept): void => {
    l.change({ ...m.ask }, m.ask.id).then(
      ({ view }) => {
        m.chat = view?.chat ?? ''
        if (mine !== m) return void l.change({ action: 'end', chat: m.chat }).then(l.stop) // cancelled meanwhile
        kept.save(m)
        l.timeline(m.chat).subscribe(changed)
        look()
      },
      ({ message }: LinkError) => {
        if (mine === m) reset(message)
      },
    )
  }

  /** Another tab has begun a chat: unless one runs here, it is this tab's too. */
  const follow = (): void => {
    const other = kept.chat()
    if (!other || other.secret === mine?.secret || (mine && !chat()?.ended)) return
    reset()
    mine = other
    begin()
  }

  const reset = (error = '', stop = true): void => {
    if (mine) kept.drop(mine)
    if (stop) link?.stop()
    mine = link = undefined
    door = { ...door, mode: 'before', error }
    news = 0
    ink.clear()
    look()
  }

  const leave = (): void => {
    bye()
    known = {}
    open = false
    door = { mode: 'away' }
    look() // and the form is empty when it comes back
    reset()
  }

  /** The page closes. With the site's last tab she is gone, unless the next page says otherwise soon (R102). */
  const bye = (): void => {
    const t = chat()
    if (mine && t?.chat && !t.ended && kept.alone()) void calls.leave(mine.secret, t.id)
    kept.tell('bye')
  }

  // ---- what she does ------------------------------------------------------------------------------------------------

  const turn = (on: boolean): void => {
    open = on
    news = 0
    kept.tab.set('open', on)
    stage.tell(on ? 'open' : 'close')
    if (on && !mine) void knock()
    if (link?.status.state === 'refused') link.start()
    look()
  }

  const acts: Acts = {
    open: () => turn(true),
    close: () => turn(false),

    async start(name, question) {
      if (mine) return
      const m = {
        secret: randomText(SECRET),
        ask: {
          action: 'request' as const,
          id: newID(),
          button: '',
          name,
          question,
          visitorKey: kept.visitor(),
          position: true,
        },
      }
      door = { ...door, name, question, error: '', mode: 'asking' }
      mine = m
      look()
      if (!known.button) await knock()
      Object.assign(m.ask, { ...known, name }, await about(kept.tab.get('from')))
      if (mine !== m) return
      kept.save(m)
      begin()
    },

    end(): void {
      const id = mine?.chat
      // Refused means that it has ended already, and the log says how.
      if (id) link?.change({ action: 'end', chat: id }).catch(link.beat)
      else reset('', false) // it may have been asked already: its answer ends it
    },

    again(): void {
      door.question = ''
      reset()
      turn(true)
    },

    say(text): void {
      ink.lift()
      link?.say(mine?.chat ?? '', text)
    },

    typing: ink.typing,
    retry: (id) => link?.retry(mine?.chat ?? '', id),
    discard: (id) => link?.discard(mine?.chat ?? '', id),
    keep: () => download(textOf(scene(chat()).lines, door.site)),
  }

  setInterval(tick, TICK)

  return {
    ...acts,
    startChat({ name = known.name ?? '', question = '' }): void {
      turn(true)
      acts.start(name, question)
    },
    set(o: { texts?: object; button?: string }): void {
      Object.assign(texts, o.texts)
      if (o.button) known.button = o.button
    },
    identify(who: Known): void {
      known = { ...known, ...who }
      door.name ??= who.name
      look()
    },
    /** Forgets her on this browser: on a shared machine the next person finds nothing. The server notices that she left. */
    shutdown(): void {
      kept.tell('out')
      kept.forget()
      leave()
    },
    /** Goes on with what the last page, or another tab, has begun. */
    restore(): void {
      mine = kept.chat()
      open = !!mine && !!kept.tab.get('open')
      if (mine) begin()
    },
    bye,
    /** The page came back as it was. */
    back(): void {
      kept.tell('hi')
      link?.beat()
    },
  }
}
