// People in a browser. Each has a window of her own; what she does and sees is what the page offers to a person: roles,
// names and texts. Whatever the page's policy refused, or a script threw, fails the test at the end.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { type Stack, shots } from './stack.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

class Person {
  complaints: string[] = []
  readonly name: string
  readonly stack: Stack
  readonly context: BrowserContext
  page: Page

  constructor(name: string, stack: Stack, context: BrowserContext, page: Page) {
    this.name = name
    this.stack = stack
    this.context = context
    this.page = page
  }

  static async sit<P extends Person>(
    this: new (
      ...parts: ConstructorParameters<typeof Person>
    ) => P,
    browser: Browser,
    stack: Stack,
    name: string,
    options = {},
  ): Promise<P> {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      ...options,
    })
    const person = new this(name, stack, context, await context.newPage())
    await person.watch(person.page)
    return person
  }

  /** Listens for what no page may do. FRAMES=1 prints what goes over the sockets. */
  async watch(page: Page): Promise<void> {
    if (process.env.FRAMES) {
      page.on('websocket', (ws) => {
        ws.on('framesent', (f) => console.error(this.name, '>', f.payload))
        ws.on('framereceived', (f) => console.error(this.name, '<', f.payload))
      })
    }
    page.on('pageerror', (e) => this.complaints.push(`threw ${e.message}`))
    page.on('console', (m) => {
      if (/Content Security Policy|TrustedHTML|Trusted Type/i.test(m.text())) this.complaints.push(m.text())
    })
  }

  /** Opens a second window on the same machine and goes on there. */
  async newWindow(): Promise<Page> {
    this.page = await this.context.newPage()
    await this.watch(this.page)
    return this.page
  }

  async sees(what: string | RegExp, within = 15_000): Promise<void> {
    await this.page.getByText(what).first().waitFor({ timeout: within })
  }

  /** Keeps a picture of what she sees. */
  async shot(title: string): Promise<void> {
    await this.page.screenshot({ path: join(shots, `${title}.png`) })
  }

  /** S7: no violation of accessibility in what is on the screen. */
  async accessible(state: string): Promise<void> {
    await this.page.evaluate(axe.length ? axe : '')
    const violations = await this.page.evaluate(async () => {
      // @ts-expect-error axe was put into the page above
      const result = await globalThis.axe.run(document, { resultTypes: ['violations'] })
      return result.violations.map((v: { id: string; nodes: { html: string }[] }) => `${v.id}: ${v.nodes[0]?.html}`)
    })
    assert.deepEqual(violations, [], `axe in state “${state}” of ${this.name}`)
  }

  /** Closes the window as people do: the page is told, and the browser itself lives a moment longer. */
  async closesBrowser(): Promise<void> {
    await this.newWindow()
    for (const page of this.context.pages()) if (page !== this.page) await page.close({ runBeforeUnload: true })
    await eventually('the window is closed', async () => this.context.pages().length === 1)
  }

  async leaves(): Promise<void> {
    await this.context.close()
    assert.deepEqual(this.complaints, [], `${this.name}'s pages`)
  }
}

/** A visitor of the demo shop. */
export class Visitor extends Person {
  async opensShop(path = '/shop/'): Promise<void> {
    await this.page.goto(this.stack.at.site + path)
    await this.page.getByRole('button', { name: /chat/i }).first().waitFor()
  }

  async opensWidget(): Promise<void> {
    await this.page
      .getByRole('button', { name: /chat with us/i })
      .first()
      .click()
  }

  /** Chooses another button than the page's for what she asks next. */
  async presses(button: string): Promise<void> {
    await this.page.evaluate((id) => {
      // @ts-expect-error the widget's command queue
      globalThis.switchboard.push(['set', { button: id }])
    }, button)
  }

  async sends(question: string): Promise<void> {
    await this.opensWidget()
    await this.page.getByRole('textbox', { name: /your name/i }).fill(this.name)
    await this.page.getByRole('textbox', { name: /your question/i }).fill(question)
    await this.page.getByRole('button', { name: 'Start chat' }).click()
  }

  async asks(question: string): Promise<void> {
    await this.sends(question)
    await this.sees(/You are waiting\.|You are number|joined the chat/)
  }

  get log(): Locator {
    return this.page.getByRole('log')
  }

  get message(): Locator {
    return this.page.getByRole('textbox', { name: /message/i })
  }

  async writes(text: string): Promise<void> {
    await this.message.fill(text)
    await this.message.press('Enter')
  }

  async reads(text: string, within = 15_000): Promise<void> {
    await this.log.getByText(text, { exact: true }).waitFor({ timeout: within })
  }

  /** The texts of the conversation that the two sides said, in order, out of those that were said. */
  async said(among: string[]): Promise<string[]> {
    return inOrder(this.log, among)
  }
}

/** An agent at the console. */
export class Agent extends Person {
  async signsIn(): Promise<void> {
    await this.page.goto(`${this.stack.at.site}/console/`)
    await this.page.getByRole('button', { name: 'Sign in' }).click()
    await this.page.getByRole('textbox', { name: /name/i }).fill(this.name)
    await this.page.getByLabel(/password/i).fill(`${this.name}-local`)
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await this.page.getByRole('link', { name: 'Chats' }).waitFor()
  }

  async goes(status: 'Online' | 'Away'): Promise<void> {
    await this.page.getByRole('button', { name: /Your status/ }).click()
    await this.page.getByRole('menuitemradio', { name: new RegExp(status) }).click()
    await this.page.getByRole('button', { name: new RegExp(`Your status: ${status}`) }).waitFor()
  }

  /** Logs out; if chats are open she is asked, and ends them. */
  async goesOffline(): Promise<void> {
    await this.page.getByRole('button', { name: /Your status/ }).click()
    await this.page.getByRole('menuitemradio', { name: /Offline/ }).click()
    const offline = this.page.getByRole('button', { name: /Your status: Offline/ })
    const ends = this.page.getByRole('button', { name: /and go offline/ })
    await offline.or(ends).first().waitFor()
    if (await ends.count()) await ends.click()
    await offline.waitFor()
  }

  async accepts(visitor: string): Promise<void> {
    await this.page
      .getByRole('button', { name: new RegExp(`^(Accept|Join) the chat with ${visitor.replace(/[<>/]/g, '.')}`) })
      .first()
      .click()
    await this.composer.waitFor()
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^To / })
  }

  get log(): Locator {
    return this.page.getByRole('region', { name: /^Conversation with/ })
  }

  async writes(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.composer.press('Enter')
  }

  async reads(text: string, within = 15_000): Promise<void> {
    await this.log.getByText(text, { exact: true }).waitFor({ timeout: within })
  }

  async said(among: string[]): Promise<string[]> {
    return inOrder(this.log, among)
  }

  async ends(): Promise<void> {
    await this.page.getByRole('button', { name: 'End chat' }).first().click()
    const dialog = this.page.getByRole('alertdialog').or(this.page.getByRole('dialog'))
    if (await dialog.count()) await dialog.getByRole('button', { name: 'End chat' }).click()
    await this.sees('This chat has ended.')
  }

  async closesTab(): Promise<void> {
    await this.page.getByRole('button', { name: 'Close tab' }).click()
  }

  async declines(visitor: string): Promise<void> {
    await this.page
      .getByRole('button', { name: `Decline the chat with ${visitor}` })
      .first()
      .click()
  }

  private get dialog(): Locator {
    return this.page.getByRole('dialog').or(this.page.getByRole('alertdialog'))
  }

  async transfersTo(agent: string, note: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Transfer', exact: true }).first().click()
    await this.dialog.getByRole('radio', { name: new RegExp(agent) }).click()
    await this.dialog.getByRole('textbox').fill(note)
    await this.dialog.getByRole('button', { name: /^Transfer/ }).click()
  }

  /** Asks one agent with a skill into the chat, or the first of all. */
  async invites(skill: string, agent?: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add agent' }).first().click()
    await this.dialog.getByRole('combobox', { name: 'Skill' }).selectOption({ label: skill })
    await this.dialog.getByRole('radio', { name: agent ? new RegExp(agent) : /first to accept joins/ }).click()
    await this.dialog.getByRole('button', { name: /^Ask/ }).click()
  }

  async leavesChat(): Promise<void> {
    await this.page.getByRole('button', { name: 'Leave', exact: true }).first().click()
    await this.dialog.getByRole('button', { name: 'Leave', exact: true }).click()
  }

  async raisesFlag(text: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Call a supervisor' }).first().click()
    await this.dialog.getByRole('textbox').fill(text)
    await this.dialog.getByRole('button', { name: 'Raise flag' }).click()
  }

  async whispers(text: string): Promise<void> {
    await this.page.locator('#whisper').fill(text)
    await this.page.getByRole('button', { name: 'Whisper', exact: true }).click()
  }

  async blocks(why: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Block this visitor' }).first().click()
    await this.dialog.getByRole('textbox').fill(why)
    await this.dialog.getByRole('button', { name: 'Block and end chat' }).click()
  }

  async opensTranscripts(): Promise<void> {
    await this.page.getByRole('link', { name: 'Transcripts' }).click()
  }
}

/** Those of the texts that stand in a log, in the order in which they stand there, each as often as it does. */
async function inOrder(log: Locator, among: string[]): Promise<string[]> {
  const texts = await log
    .locator('*')
    .evaluateAll((all) => all.filter((e) => !e.children.length).map((e) => e.textContent?.trim() ?? ''))
  return texts.filter((text) => among.includes(text))
}

export async function eventually(what: string, holds: () => Promise<boolean>, within = 30_000): Promise<void> {
  const end = Date.now() + within
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error(`not within ${within / 1000} s: ${what}`)
    await new Promise((r) => setTimeout(r, 100))
  }
}
