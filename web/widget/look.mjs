// Looks at every state of the widget in Chromium, as the gallery shows them: takes a picture of each in light, dark and
// right to left, and lets axe look for what somebody could not read or reach (S7). Needs a build and a Chromium.
//   node widget/look.mjs [folder of the pictures]

import { mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { chromium } from 'playwright-core'

const out = process.argv[2] ?? 'test-results/widget'
const root = 'dist/gallery/widget'
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"

/** A page with the built script, as a site would include it, and the two answers that it needs. */
const site = {
  '/page.html': `<!doctype html><html lang="en"><title>A site</title><main><h1>A site</h1>
<p data-switchboard-online="agent:noor button:support" hidden>Ask us now</p><p data-switchboard-offline="button:support">Write to us</p>
</main><script async src="/widget/widget.js" data-api="{{API}}" data-deployment="demo" data-button="support"></script></html>`,
  '/deployments/demo': JSON.stringify({
    site: 'Shop',
    buttons: [{ button: 'support', name: 'Support', available: true }],
  }),
  '/availability': JSON.stringify({ buttons: { support: false }, agents: { noor: true } }),
}
const asked = []

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://x')
  asked.push(pathname)
  try {
    const file = pathname.startsWith('/widget/') ? join('dist', pathname) : join(root, pathname)
    const body = site[pathname]?.replace('{{API}}', `http://${request.headers.host}`) ?? readFileSync(file)
    response.setHeader('content-type', `${types[extname(pathname)] ?? 'application/json'}; charset=utf-8`)
    response.setHeader('content-security-policy', policy)
    response.end(body)
  } catch {
    response.writeHead(404).end()
  }
})

const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
const ways = [
  { name: 'light', query: 'theme=light' },
  { name: 'dark', query: 'theme=dark' },
  { name: 'rtl', query: 'theme=light&dir=rtl' },
  { name: 'phone', query: 'theme=light', viewport: { width: 360, height: 700 } },
]

let wrong = 0
const complain = (text) => {
  wrong++
  console.log(text)
}

await new Promise((done) => server.listen(0, '127.0.0.1', done))
const base = `http://127.0.0.1:${server.address().port}/gallery.html`
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: flags.split(' '),
})
try {
  mkdirSync(out, { recursive: true })
  await include()
  for (const way of ways) await look(way)
} finally {
  await browser.close()
  server.close()
}
console.log(wrong ? `${wrong} findings` : `nothing found wrong; pictures are in ${out}`)
process.exit(wrong ? 1 : 0)

/** P9: the page loads one small script; the chat comes when somebody opens it, by mouse or keys, with the focus in it. */
async function include() {
  const page = await browser.newPage({ viewport: { width: 900, height: 720 } })
  page.on('console', (m) => m.type() === 'error' && complain(`page: ${m.text()}`))
  page.on('pageerror', (e) => complain(`page: ${e.stack}`))
  await page.goto(base.replace('gallery', 'page'))
  const pill = page.getByRole('button', { name: 'Chat with us' })
  await pill.waitFor()
  await page.getByText('Ask us now').waitFor()
  if (asked.includes('/widget/chat.js')) complain('page: the chat was loaded before anybody opened it')
  await axe(page, 'page')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.getByRole('textbox', { name: /name/i }).fill('Mara')
  const where = await page.evaluate(() => document.querySelector('switchboard-chat').shadowRoot.activeElement.localName)
  if (where !== 'input') complain(`page: the focus is in ${where}`)
  await page.screenshot({ path: join(out, 'page.png') })
  await page.keyboard.press('Escape')
  await pill.waitFor()
  await page.close()
}

async function look(way) {
  const page = await browser.newPage({ viewport: way.viewport ?? { width: 480, height: 720 } })
  page.on('console', (m) => m.type() === 'error' && complain(`${way.name}: ${m.text()}`))
  page.on('pageerror', (e) => complain(`${way.name}: ${e.stack}`))
  await page.goto(base)
  const states = await page.evaluate('states')
  for (const state of states) {
    await page.goto(`${base}?state=${state}&${way.query}`)
    await page.screenshot({ path: join(out, `${state}-${way.name}.png`) })
    await axe(page, `${state} ${way.name}`)
  }
  await page.close()
  const wide = await browser.newPage({ viewport: { width: 2060, height: 1000 } })
  await wide.goto(`${base}?${way.query}`)
  await wide.waitForLoadState('networkidle')
  if (!way.viewport) await wide.screenshot({ path: join(out, `all-${way.name}.png`), fullPage: true })
  await wide.close()
}

async function axe(page, where) {
  await page.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'))
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run({ exclude: ['h1'] }, { rules: { region: { enabled: false } } }),
  )
  for (const v of violations)
    complain(`${where}: ${v.id}: ${v.help}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`)
}
