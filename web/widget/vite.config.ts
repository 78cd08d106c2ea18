// Builds the widget into web/dist/widget: widget.js, which a page includes, and chat.js, which that one loads when somebody
// opens the chat; in ASCII, so that no page's encoding can spoil them. Both are weighed, gzip (P9). Behind them the page
// that shows every state without a backend, into web/dist/gallery/widget.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, defineConfig, type Plugin, type UserConfig } from 'vite'

const here = import.meta.dirname

/** What each script may weigh. */
const LIMITS = { widget: 2 * 1024, chat: 11 * 1024 }
type Part = keyof typeof LIMITS
const entries: Record<Part, string> = { widget: 'src/main.ts', chat: 'src/chat.ts' }

/** Writes what is not ASCII as escapes: outside of strings there is none. */
function ascii(): Plugin {
  const escaped = (code: string) =>
    code.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return {
    name: 'ascii',
    generateBundle(_, bundle) {
      for (const part of Object.values(bundle)) if (part.type === 'chunk') part.code = escaped(part.code)
    },
  }
}

/** Weighs a script, and refuses one that became too heavy. */
function scales(name: Part): Plugin {
  return {
    name: 'scales',
    writeBundle(_, bundle) {
      const limit = LIMITS[name]
      for (const part of Object.values(bundle)) {
        const bytes = gzipSync(part.type === 'chunk' ? part.code : part.source, { level: 9 }).length
        console.log(`${bytes} bytes gzip  ${part.fileName} (at most ${limit})`)
        if (bytes > limit) throw new Error(`${part.fileName} is heavier than it may be`)
      }
    },
  }
}

/** What is built with the widget, so that it cannot belong to another one. */
function rest(): Plugin {
  return {
    name: 'rest',
    async closeBundle() {
      for (const config of [script('chat'), galleryConfig])
        await build({ ...config, configFile: false, logLevel: 'warn' })
    },
  }
}

/**
 * Names of properties that only our own code reads: neither a browser, nor a server, nor what was kept yesterday knows
 * them, so they may be short.
 */
const ours =
  /^(again|alarm|alone|apply|back|bye|calm|change|changed|discard|done|draw|dress|drop|early|ends|fail|hasten|heard|heardAt|hello|here|keeps|leave|lift|lines|load|lost|named|names|news|nodes|outbox|partial|pending|privateTail|ready|refused|renewIn|resend|restore|retry|say|see|show|serverNow|silent|since|start|stop|subscribe|tell|tick|timeline|timelines|tries|typing|unask|waited)$/

/** What only staff are told, and the widget never reads. */
const staff = /^(load|privateTail|silent|since)$/

const target = { target: 'es2022', cssTarget: ['chrome123', 'firefox121', 'safari17.5'], reportCompressedSize: false }

// What the server says may not be renamed, whatever it is called.
for (const [, name = ''] of readFileSync(join(here, '../link/protocol.gen.ts'), 'utf8').matchAll(/^ {2}(\w+)\??: /gm))
  if (ours.test(name) && !staff.test(name)) throw new Error(`${name} is a field of the protocol: take another name`)

const galleryConfig: UserConfig = {
  root: here,
  base: './',
  build: {
    ...target,
    outDir: join(here, '../dist/gallery/widget'),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rollupOptions: { input: join(here, 'gallery.html') },
  },
}

/** The page's script is a classic one, and the first to be built; the other is the module that it imports. */
const script = (name: Part): UserConfig => ({
  root: here,
  define: { 'import.meta.env.VISITOR': 'true' },
  plugins: [ascii(), scales(name), ...(name === 'widget' ? [rest()] : [])],
  build: {
    ...target,
    outDir: join(here, '../dist/widget'),
    emptyOutDir: name === 'widget',
    modulePreload: false,
    rolldownOptions: {
      input: join(here, entries[name]),
      preserveEntrySignatures: name === 'chat' && 'strict',
      optimization: { inlineConst: { mode: 'all', pass: 3 } },
      output: {
        format: name === 'widget' ? 'iife' : 'es',
        entryFileNames: `${name}.js`,
        minify: { compress: true, mangle: true, codegen: true, mangleProps: { include: ours } },
      },
    },
  },
})

export default defineConfig(({ mode }) => (mode === 'gallery' ? galleryConfig : script('widget')))
