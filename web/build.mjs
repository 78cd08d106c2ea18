// Builds widget and console into dist, and holds them to their sizes: gzip, all in.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

const KIB = 1024
const limits = { widget: 2 * KIB, chat: 13 * KIB, console: 250 * KIB }

const sizesOnly = process.argv.includes('--sizes')
if (!sizesOnly) rmSync('dist', { recursive: true, force: true })
for (const app of sizesOnly ? [] : ['widget', 'console']) {
  execFileSync('node_modules/.bin/vite', ['build', '--config', `${app}/vite.config.ts`, '--logLevel', 'warn'], {
    stdio: 'inherit',
  })
}

const size = (file) => gzipSync(readFileSync(file), { level: 9 }).length

// The widget is one file until somebody opens the chat, and two from then on. The console's first load is what its page names, and what those files import at once.
const widget = size('dist/widget/widget.js')
const chat = widget + size('dist/widget/chat.js')
const first = new Set()
const visit = (path) => {
  if (first.has(path)) return
  first.add(path)
  if (extname(path) !== '.js') return
  for (const [, name] of readFileSync(path, 'utf8').matchAll(
    /(?:^|[;}])import\s*(?:[^'"();]+from\s*)?["'](\.\/[^"']+)["']/g,
  ))
    visit(join(path, '..', name))
}
const page = 'dist/console/index.html'
first.add(page)
for (const [, path] of readFileSync(page, 'utf8').matchAll(/(?:src|href)="\/console\/(assets\/[^"]+)"/g))
  visit(join('dist/console', path))
const consoleSize = [...first].reduce((sum, file) => sum + size(file), 0)

let tooLarge = false
for (const [app, bytes] of Object.entries({ widget, chat, console: consoleSize })) {
  const over = bytes > limits[app]
  tooLarge ||= over
  console.log(
    `${app}: ${(bytes / KIB).toFixed(1)} KiB gzip, at most ${limits[app] / KIB} KiB${over ? ': TOO LARGE' : ''}`,
  )
}
if (readdirSync('dist').length === 0 || tooLarge) process.exit(1)
