// What several people see of one chat: transfers, conferences, calls for help, offers that move on, places in a queue, and
// a block. Over the binaries that are deployed.

import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { Agent, eventually, launch, Visitor } from './people.ts'
import { Stack } from './stack.ts'

let stack: Stack
let browser: Browser
const present: { leaves(): Promise<void> }[] = []

before(async () => {
  stack = await Stack.start({ left: '4s', closeDelay: '2s', beat: '5s', lease: '3s', positions: '1s' })
  browser = await launch()
})

after(async () => {
  await browser?.close()
  await stack?.stop()
})

afterEach(async () => {
  for (const p of present) if (p instanceof Agent) await p.goesOffline().catch(() => undefined)
  for (const p of present.splice(0)) await p.leaves()
})

async function agent(name: string): Promise<Agent> {
  const a = await Agent.sit(browser, stack, name)
  present.push(a)
  await a.signsIn()
  await a.goes('Online')
  return a
}

/** A visitor who asks a question, at a button of the shop. */
async function asks(name: string, question: string, button = 'support'): Promise<Visitor> {
  const v = await Visitor.sit(browser, stack, name)
  present.push(v)
  await v.opensShop()
  if (button !== 'support') await v.presses(button)
  await v.asks(question)
  return v
}

describe('two and more agents', () => {
  it('R136, R143, R144, R146, R314, R315: a transfer with a note is declined, then accepted', async () => {
    const [noor, ilse] = [await agent('noor'), await agent('ilse')]
    const mara = await asks('Mara', 'Can I have my money back?')
    await noor.accepts('Mara')
    await mara.sees(/Noor K\. joined the chat/)
    await mara.writes('It was broken')
    await noor.reads('It was broken')

    await noor.transfersTo('Ilse B.', 'Wants a refund for a lamp')
    await noor.sees('Asked Ilse B. to take over')
    await noor.accessible('a transfer is asked')
    await noor.shot('console-transfer-asked')
    await ilse.sees('Wants a refund for a lamp')
    await ilse.accessible('a transfer is offered')
    await ilse.shot('console-transfer-offered')
    await noor.writes('My colleague will know')
    await mara.reads('My colleague will know')
    await ilse.declines('Mara')
    await noor.sees('Ilse B. declined')
    await noor.shot('console-transfer-declined')

    await noor.transfersTo('Ilse B.', 'Please, she knows lamps')
    await ilse.sees('Please, she knows lamps')
    await ilse.accepts('Mara')
    await mara.sees(/Ilse B\. took over the chat/)
    await eventually(
      'her tab is closed',
      async () => (await noor.page.getByRole('tab', { name: /Mara/ }).count()) === 0,
    )
    await ilse.reads('It was broken')
    await ilse.reads('My colleague will know')
    await ilse.writes('I am here now')
    await mara.reads('I am here now')
    await mara.accessible('taken over')
    await mara.shot('widget-transferred')
    await ilse.ends()
    await mara.sees(/Ilse B\. ended the chat/)
    await ilse.closesTab()
  })

  it('R158, R160, R163, R164: a conference of three, one leaves, the last one ends', async () => {
    const [noor, ilse, dana] = [await agent('noor'), await agent('ilse'), await agent('dana')]
    const tomas = await asks('Tomas', 'Which lamp suits my hall?')
    await noor.accepts('Tomas')
    await noor.invites('General')
    await ilse.accepts('Tomas')
    await tomas.sees(/Ilse B\. joined the chat/)
    await noor.sees(/are in this chat/)
    await noor.invites('Orders', 'Dana R.')
    await dana.accepts('Tomas')
    await tomas.sees(/Dana R\. joined the chat/)
    for (const [who, text] of [
      [noor, 'I am Noor'],
      [ilse, 'I am Ilse'],
      [dana, 'I am Dana'],
    ] as const) {
      await who.writes(text)
      for (const reader of [tomas, noor, ilse, dana]) await reader.reads(text)
    }
    await noor.accessible('a conference')
    await noor.shot('console-conference')
    await tomas.shot('widget-conference')
    await noor.leavesChat()
    await tomas.sees(/Noor K\. left the chat/)
    await dana.leavesChat()
    await tomas.sees(/Dana R\. left the chat/)
    await ilse.ends()
    await tomas.sees(/Ilse B\. ended the chat/)
    await ilse.closesTab()
  })

  it('R197, R198, R203, R205, R325: a flag is answered by a whisper that the visitor never sees', async () => {
    const [noor, dana] = [await agent('noor'), await agent('dana')]
    const vera = await asks('Vera', 'Is this covered?')
    await noor.accepts('Vera')
    await noor.raisesFlag('Does the guarantee cover this?')
    await dana.sees(/Noor K\. calls for help/)
    await dana.page.getByRole('link', { name: /Supervise/ }).click()
    await dana.sees('Does the guarantee cover this?')
    await dana.accessible('supervision')
    await dana.shot('console-supervision')
    await dana.page.getByRole('button', { name: /the flagged chat of Noor K\./ }).click()
    await dana.whispers('Yes, for two years')
    await noor.sees('Yes, for two years')
    await noor.sees('agents only')
    await noor.accessible('a whisper')
    await noor.shot('console-whisper')
    await dana.shot('console-watching')
    await dana.accessible('watching')
    await dana.page.getByRole('button', { name: 'Lower flag' }).click()
    await noor.sees('A supervisor lowered the flag')
    await noor.writes('Yes, it is')
    await vera.reads('Yes, it is')
    assert.equal(await vera.page.getByText('two years').count(), 0, 'the visitor sees the whisper')
    assert.equal(await vera.page.getByText('Dana').count(), 0, 'the visitor sees the supervisor')
    await noor.ends()
    await noor.closesTab()
  })

  it('R80, R81: an offer that nobody answers moves on to the next agent', async () => {
    const [ilse, noor] = [await agent('ilse'), await agent('noor')]
    const mara = await asks('Mara', 'Where is my order?', 'orders')
    const offered = (a: Agent) => a.page.getByRole('button', { name: 'Accept the chat with Mara' }).first()
    await offered(ilse).waitFor()
    assert.equal(await offered(noor).count(), 0, 'only one agent holds the offer')
    await ilse.shot('console-offer')
    await ilse.accessible('an offer')
    await offered(noor).waitFor({ timeout: 60_000 })
    await eventually('the first offer is gone', async () => (await offered(ilse).count()) === 0)
    await noor.accepts('Mara')
    await mara.sees(/Noor K\. joined the chat/)
    await noor.ends()
    await noor.closesTab()
  })
})

describe('waiting and blocking', () => {
  it('R91, R98, R99, R100: places in the queue count down', async () => {
    const dana = await agent('dana')
    const first = await asks('Anna', 'One', 'orders')
    await dana.accepts('Anna')
    const second = await asks('Bela', 'Two', 'orders')
    await dana.accepts('Bela')
    const third = await asks('Cora', 'Three', 'orders')
    await third.sees('You are number 1 in the queue.')
    const fourth = await asks('Dora', 'Four', 'orders')
    await fourth.sees('You are number 2 in the queue.')
    await fourth.accessible('in a queue')
    await fourth.shot('widget-queue')
    await dana.page.getByRole('tab', { name: /Anna/ }).click()
    await dana.ends()
    await first.sees(/ended the chat/)
    await dana.closesTab()
    await dana.accepts('Cora')
    await third.sees(/joined the chat/)
    await fourth.sees('You are number 1 in the queue.')
    await second.sees(/joined the chat/)
    await fourth.page.getByRole('button', { name: 'Cancel chat' }).click()
    await fourth.sees('You cancelled the chat.')
  })

  it('R62, R189, R190, R330: a block ends the chat, says nothing of itself, and holds', async () => {
    const noor = await agent('noor')
    const eve = await asks('Eve', 'You again')
    await noor.accepts('Eve')
    await noor.blocks('Threats')
    await eve.sees(/Noor K\. ended the chat/)
    assert.equal(await eve.page.getByText(/block/i).count(), 0, 'the visitor reads of a block')
    await noor.sees('The visitor was blocked')
    await noor.shot('console-blocked')
    await noor.closesTab()
    const again = await Visitor.sit(browser, stack, 'Eve')
    present.push(again)
    await again.opensShop()
    await again.sends('Me again')
    await again.sees('Chat is not available right now.')
    assert.equal(await again.page.getByText(/block/i).count(), 0, 'the visitor reads of a block')
    assert.equal(await noor.page.getByText('Me again').count(), 0, 'an agent sees the request')
  })
})
