// The whole path, by people in Chromium, over the binaries that are deployed.

import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { Agent, eventually, launch, Visitor } from './people.ts'
import { Stack } from './stack.ts'

let stack: Stack
let browser: Browser
const present: { leaves(): Promise<void> }[] = []

before(async () => {
  stack = await Stack.start({
    left: '4s',
    disconnected: '60s',
    visitorGone: '90s',
    closeDelay: '5s',
    beat: '5s',
    lease: '3s',
  })
  browser = await launch()
})

after(async () => {
  await browser?.close()
  await stack?.stop()
})

afterEach(async () => {
  for (const p of present.splice(0)) await p.leaves()
  await stack.control('gateway', { fault: 'clear' })
})

async function visitor(name: string, options = {}): Promise<Visitor> {
  const v = await Visitor.sit(browser, stack, name, options)
  present.push(v)
  return v
}

async function agent(name: string): Promise<Agent> {
  const a = await Agent.sit(browser, stack, name)
  present.push(a)
  await a.signsIn()
  await a.goes('Online')
  return a
}

/** A chat that an agent has accepted. */
async function engaged(name: string, sub = 'noor'): Promise<[Visitor, Agent]> {
  const a = await agent(sub)
  const v = await visitor(name)
  await v.opensShop()
  await v.asks('Where is my lamp?')
  await a.accepts(name)
  await v.sees(/joined the chat/)
  return [v, a]
}

describe('a conversation', () => {
  it('R97, R107, R109, R112, R114, R117, R120, R218: from question to transcript', async () => {
    const noor = await agent('noor')
    await noor.accessible('online and idle')
    await noor.shot('console-idle')
    const mara = await visitor('Mara')
    await mara.opensShop()
    await mara.accessible('shop with the pill')
    await mara.opensWidget()
    await mara.accessible('pre-chat form')
    await mara.shot('widget-prechat')
    await mara.page.keyboard.press('Escape')
    await mara.asks('Where is my lamp?')
    await mara.accessible('waiting')
    await mara.shot('widget-waiting')
    await noor.sees('Where is my lamp?')
    await noor.accessible('a request waits')
    await noor.shot('console-request')
    await noor.accepts('Mara')
    await mara.sees(/Noor K\. joined the chat/)
    await noor.sees('/shop/')
    await mara.message.pressSequentially('Hel')
    await noor.sees('Mara is typing')
    await noor.accessible('visitor types')
    await mara.writes('Hello')
    await noor.reads('Hello')
    await noor.composer.pressSequentially('Go')
    await mara.sees('Noor K. is typing')
    await mara.accessible('agent types')
    await noor.writes('Good day, Mara')
    await mara.reads('Good day, Mara')
    await mara.writes('It should have come on Tuesday')
    await noor.reads('It should have come on Tuesday')
    await noor.writes('I look it up')
    await mara.reads('I look it up')
    await noor.shot('console-chat')
    await mara.shot('widget-chat')
    await noor.accessible('chat')
    await mara.accessible('chat')
    const all = ['Hello', 'Good day, Mara', 'It should have come on Tuesday', 'I look it up']
    assert.deepEqual(await mara.said(all), all)
    assert.deepEqual(await noor.said(all), all)
    await mara.page.getByRole('button', { name: 'End chat' }).first().click()
    await mara.page.getByRole('button', { name: 'End chat' }).last().click()
    await mara.sees('You ended the chat.')
    await noor.sees('Mara ended the chat')
    await noor.sees('This chat has ended.')
    await noor.accessible('ended')
    await mara.accessible('ended')
    await noor.shot('console-ended')
    await mara.shot('widget-ended')
    await noor.closesTab()
    await noor.opensTranscripts()
    await noor.page.getByRole('row', { name: /Mara/ }).first().click()
    await noor.sees(/Chain intact/)
    await noor.sees('It should have come on Tuesday')
    await noor.accessible('transcript')
    await noor.shot('console-transcript')
  })

  it('R13, R21: the menu of statuses lists three and shows the present one', async () => {
    const noor = await agent('noor')
    await noor.page.getByRole('button', { name: /Your status: Online/ }).click()
    const items = noor.page.getByRole('menuitemradio')
    assert.deepEqual(
      (await items.allTextContents()).map((text) => text.match(/Online|Away|Offline/)?.[0]),
      ['Online', 'Away', 'Offline'],
    )
    await noor.page.getByRole('menuitemradio', { name: /Online/, checked: true }).waitFor()
    await noor.page.keyboard.press('Escape')
  })

  it('R116: an end by the agent is told to the visitor by name', async () => {
    const [mara, noor] = await engaged('Mara')
    await noor.writes('Good bye')
    await mara.reads('Good bye')
    await noor.ends()
    await mara.sees(/Noor K\. ended the chat/)
    await noor.closesTab()
  })

  it('R101: she can cancel while she waits', async () => {
    const noor = await agent('noor')
    const mara = await visitor('Tomas')
    await mara.opensShop()
    await mara.asks('Do you mend lamps?')
    await noor.sees('Do you mend lamps?')
    await mara.page.getByRole('button', { name: 'Cancel chat' }).click()
    await mara.sees('You cancelled the chat.')
    await eventually(
      'the request is gone',
      async () => !(await noor.page.getByRole('button', { name: /Accept the chat/ }).count()),
    )
  })

  it('R72: of two agents one gets it, the other is told who', async () => {
    const noor = await agent('noor')
    const ilse = await agent('ilse')
    const mara = await visitor('Mara')
    await mara.opensShop()
    await mara.asks('Who is there?')
    const accept = (a: Agent) => a.page.getByRole('button', { name: 'Accept the chat with Mara' }).first()
    await accept(noor).waitFor()
    await accept(ilse).waitFor()
    // Whoever is a moment later may find the button gone before she presses it; told she is either way, and at once.
    const presses = (a: Agent) =>
      accept(a)
        .click({ timeout: 5_000 })
        .catch(() => undefined)
    const told = async (lost: Agent, won: Agent, by: string) => {
      await lost.sees(`Already taken by ${by}`)
      return [won, lost] as const
    }
    const outcome = Promise.any([told(ilse, noor, 'Noor K.'), told(noor, ilse, 'Ilse B.')])
    await Promise.all([presses(noor), presses(ilse)])
    const [won, lost] = await outcome
    await lost.shot('console-taken')
    await lost.accessible('already taken')
    await won.ends()
    await won.closesTab()
  })
})

describe('reloads, cuts and lost pushes', () => {
  it('R17, R283: both reload in the middle, and nothing is lost or doubled', async () => {
    const [mara, noor] = await engaged('Mara')
    await mara.writes('before')
    await noor.reads('before')
    await mara.page.reload()
    await mara.reads('before')
    await noor.page.reload()
    await noor.reads('before')
    await noor.writes('after')
    await mara.reads('after')
    await mara.writes('last')
    await noor.reads('last')
    const all = ['before', 'after', 'last']
    assert.deepEqual(await mara.said(all), all)
    assert.deepEqual(await noor.said(all), all)
    await noor.ends()
    await noor.closesTab()
  })

  it('R22, Q7: the gateway is cut while both write; afterwards both have everything once, in one order', async () => {
    const [mara, noor] = await engaged('Mara')
    await stack.control('gateway', { fault: 'cut', delayMs: 30_000 })
    await mara.writes('from the dark')
    await noor.writes('are you there?')
    await noor.sees(/No connection/)
    await noor.accessible('no connection')
    await noor.shot('console-offline')
    await mara.shot('widget-offline')
    await mara.accessible('no connection')
    await mara.writes('still here')
    const all = ['from the dark', 'are you there?', 'still here']
    await mara.reads('are you there?', 90_000)
    await noor.reads('still here', 90_000)
    await eventually(
      'both have all three',
      async () => (await mara.said(all)).length === 3 && (await noor.said(all)).length === 3,
      60_000,
    )
    assert.deepEqual(await mara.said(all), await noor.said(all))
    assert.ok((await stack.fired('socket.cut')) > 0, 'the cut fired')
    await noor.ends()
    await noor.closesTab()
  })

  it('F7: the last push is swallowed on either side; the next beat brings it, also while the agent is in another chat', async () => {
    const [mara, noor] = await engaged('Nadia')
    const tomas = await visitor('Tomas')
    await tomas.opensShop()
    await tomas.asks('A second question')
    await noor.accepts('Tomas')
    await tomas.sees(/joined the chat/)
    await stack.control('gateway', { fault: 'push.drop', contains: '"text":"nobody hears this"}]', times: 1 })
    await mara.writes('nobody hears this')
    await eventually('the fault fires', async () => (await stack.fired('push.drop')) >= 1)
    await noor.writes('I am with Tomas')
    await tomas.reads('I am with Tomas')
    await noor.page.getByRole('tab', { name: /Nadia/ }).click()
    await noor.reads('nobody hears this', 20_000)
    await stack.control('gateway', { fault: 'push.drop', contains: '"text":"nor this"}]', times: 1 })
    await noor.writes('nor this')
    await mara.reads('nor this', 20_000)
    await noor.ends()
    await noor.closesTab()
    await noor.ends()
    await noor.closesTab()
  })
})

describe('nobody acts', () => {
  it('R102, R219: she closes the browser, and the transcript is there', async () => {
    const [mara, noor] = await engaged('Vera')
    await mara.writes('bye then')
    await noor.reads('bye then')
    await mara.closesBrowser()
    await eventually('the transcript', async () => (await transcripts(noor, 'Vera')) === 1)
    await noor.page.getByRole('link', { name: 'Chats' }).click()
    await noor.sees('The chat ended because Vera left')
    await noor.closesTab()
  })

  // Her log-out ends the chat in a function that stores no documents: whoever looks next makes the transcript. With the
  // timers lost that is the stream, which learns from TTL that the marker has expired, or else the sweep.
  for (const [by, off] of [
    ['stream', 'sweep'],
    ['sweep', 'stream'],
  ] as const) {
    it(`R17, R219, F43: the timers are lost and the ${off} is off: the ${by} makes it`, async () => {
      const name = by === 'stream' ? 'Wanda' : 'Yara'
      const [mara, noor] = await engaged(name)
      await mara.writes('bye then')
      await noor.reads('bye then')
      await stack.control('timers', { Lose: 1 })
      await stack.control(off, { Paused: true })
      try {
        await noor.goesOffline()
        await mara.sees(/Chat ended/)
        await eventually('the transcript', async () => (await transcripts(noor, name)) === 1, 90_000)
        const timers = (await stack.control('timers')) as { Lost: number }
        assert.ok(timers.Lost > 0, 'timers were lost')
      } finally {
        await stack.control('timers', {})
        await stack.control(off, { Paused: false })
      }
    })
  }
})

/** How many transcripts with a visitor the list shows, read anew. */
async function transcripts(noor: Agent, visitor: string): Promise<number> {
  await noor.opensTranscripts()
  await noor.page.getByRole('button', { name: 'Refresh' }).click()
  return noor.page.getByRole('row', { name: new RegExp(visitor) }).count()
}

describe('pages', () => {
  it('S3, R104: the widget works where everything else is forbidden', async () => {
    const noor = await agent('noor')
    const mara = await visitor('Mara')
    await mara.opensShop('/strict/')
    await mara.asks('Does it work here?')
    await noor.accepts('Mara')
    await mara.writes('It does')
    await noor.reads('It does')
    await mara.shot('widget-strict')
    await mara.accessible('strict page')
    await noor.ends()
    await noor.closesTab()
  })

  it('R113: markup is text on both sides', async () => {
    const [mara, noor] = await engaged('<b>Eve</b>')
    const attack = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    await mara.writes(attack)
    await noor.reads(attack)
    await noor.writes(attack)
    await eventually(
      'both stand in her log',
      async () => (await mara.log.getByText(attack, { exact: true }).count()) === 2,
    )
    assert.doesNotMatch(await noor.page.title(), /^[12]$/)
    await noor.ends()
    await noor.closesTab()
  })

  it('R63: nobody is there', async () => {
    for (const name of ['noor', 'ilse']) {
      const a = await Agent.sit(browser, stack, name)
      present.push(a)
      await a.signsIn()
      await a.goesOffline()
    }
    const mara = await visitor('Mara')
    await mara.opensShop()
    await eventually('the form says so', async () => {
      await mara.page.reload()
      await mara.opensWidget()
      return (await mara.page.getByText('Chat is not available right now.').count()) > 0
    })
    await mara.accessible('nobody there')
    await mara.shot('widget-away')
  })

  it('the page that explains what is running', async () => {
    const someone = await visitor('Mara')
    await someone.page.goto(stack.at.site)
    await someone.sees('What is running here')
    await someone.accessible('what is running')
    await someone.shot('running')
  })
})
