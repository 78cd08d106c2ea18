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
  "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://x')
  try {
    const body = readFileSync(join(root, pathname))
    response.setHeader('content-type', `${types[extname(pathname)]}; charset=utf-8`)
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
  for (const way of ways) await look(way)
} finally {
  await browser.close()
  server.close()
}
console.log(wrong ? `${wrong} findings` : `nothing found wrong; pictures are in ${out}`)
process.exit(wrong ? 1 : 0)

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
