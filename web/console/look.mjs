// Looks at every state of the gallery in a real browser, under the policy that the console is served with: axe finds
// nothing, nothing is refused by the policy, and a screenshot of each is kept. Build the gallery first:
//   vite build -c console/vite.config.ts --mode gallery && node console/look.mjs [state …]

import { mkdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { extname, join, normalize } from 'node:path'
import { chromium } from 'playwright-core'

const here = import.meta.dirname
const root = join(here, '../dist/gallery/console')
const shots = join(here, '../dist/shots/console')
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types switchboard-console',
].join('; ')
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }

const server = createServer(async (asked, answer) => {
  const path = normalize(new URL(asked.url, 'http://x').pathname)
  try {
    const body = await readFile(join(root, path))
    answer.setHeader('Content-Type', `${TYPES[extname(path)] ?? 'application/octet-stream'}; charset=utf-8`)
    answer.setHeader('Content-Security-Policy', POLICY)
    answer.end(body)
  } catch {
    answer.statusCode = 404
    answer.end()
  }
})
await new Promise((done) => server.listen(0, '127.0.0.1', done))
const base = `http://127.0.0.1:${server.address().port}/gallery.html`

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
await mkdir(shots, { recursive: true })

const looks = [
  ['light', 'ltr', 1440, 900],
  ['dark', 'ltr', 1440, 900],
  ['light', 'rtl', 1440, 900],
]
const widths = [
  [1024, 768],
  [1280, 800],
  [1920, 1080],
  [390, 844],
]
/** Looked at in all widths, too. */
const TEAM = ['story', 'ringing', 'dialog-transfer', 'floor-watch']
let faults = 0

async function look(page, state, theme, dir, width, height, file) {
  const blocked = []
  page.removeAllListeners('console')
  page.on('console', (m) => {
    if (m.type() === 'error' || /Content Security Policy|Trusted/.test(m.text())) blocked.push(m.text())
  })
  await page.setViewportSize({ width, height })
  await page.goto(`${base}?state=${state}&theme=${theme}&dir=${dir}`)
  await page.waitForFunction(() => document.querySelector('#root')?.childElementCount)
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((a) => (a.effect?.getTiming().iterations === Infinity ? 0 : a.finished))),
  )
  if (state.endsWith('-loading') || state === 'connecting') await page.waitForSelector('.bone')
  if (state === 'preview') await page.waitForSelector('.preview')
  await page.screenshot({ path: join(shots, `${file}.png`) })
  const found = await inspect(page)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  if (wide > 0) found.push(`wider than the window by ${wide} px`)
  for (const f of [...found, ...blocked]) {
    faults++
    console.log(`${file}: ${f}`)
  }
}

/** axe comes in by the debugger's way, which the page's policy does not concern. */
async function inspect(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: await readFile(axe, 'utf8') })
  const { violations } = await page.evaluate(() => globalThis.axe.run())
  await session.detach()
  return violations.map(
    (v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary?.split('\n')[1] ?? ''}`).join(' | ')}`,
  )
}

const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage()
await page.goto(base)
const all = await page.$$eval('a', (links) =>
  links.map((a) => a.textContent).filter((t) => /^[a-z-]+$/.test(t) && t !== 'dark'),
)
const states = process.argv.length > 2 ? process.argv.slice(2) : all
try {
  for (const state of states) {
    for (const [theme, dir, w, h] of looks)
      await look(page, state, theme, dir, w, h, `${state}-${dir === 'rtl' ? 'rtl' : theme}`)
  }
  for (const state of process.argv.length > 2
    ? states
    : ['chats', 'narrow', 'drawer', 'lost', 'transcripts', 'transcript', 'sign-in', ...TEAM]) {
    for (const [w, h] of widths) await look(page, state, 'light', 'ltr', w, h, `${state}-${w}`)
  }
} finally {
  await browser.close()
  server.close()
}
console.log(`${states.length} states, ${faults} faults; screenshots in ${shots}`)
process.exitCode = faults ? 1 : 0
