// Builds the widget into web/dist/widget/widget.js: one script of at most 10 KiB gzip (P9), in ASCII, so that no page's
// encoding can spoil it. Behind it the page that shows every state without a backend, into web/dist/gallery/widget.

import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, defineConfig, type Plugin, type UserConfig } from 'vite'

const here = import.meta.dirname
const LIMIT = 10 * 1024

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

/** Weighs the one script, and refuses one that became too heavy. */
function scales(): Plugin {
  return {
    name: 'scales',
    writeBundle(_, bundle) {
      for (const [name, part] of Object.entries(bundle)) {
        const bytes = gzipSync(part.type === 'chunk' ? part.code : part.source, { level: 9 }).length
        console.log(`${(bytes / 1024).toFixed(2)} KiB gzip  ${name} (at most ${LIMIT / 1024})`)
        if (bytes > LIMIT) throw new Error('the widget is heavier than it may be')
      }
    },
  }
}

/** The gallery is built with the widget, so that it cannot show another one. */
function gallery(): Plugin {
  return {
    name: 'gallery',
    async closeBundle() {
      await build({ ...galleryConfig, configFile: false, logLevel: 'warn' })
    },
  }
}

/**
 * Names of properties that only our own code reads: neither a browser, nor a server, nor what was kept yesterday knows
 * them, so they may be short.
 */
const ours =
  /^(acts|again|alarm|alone|apply|back|bye|calm|change|changed|discard|done|draw|dress|drop|early|fail|hasten|heard|heardAt|hello|leave|lines|load|lost|names|news|nodes|outbox|partial|pending|privateTail|ready|refused|renewIn|resend|restore|retry|save|say|see|serverNow|silent|since|start|stop|subscribe|tell|timeline|timelines|tries|unask)$/

const target = { target: 'es2022', cssTarget: ['chrome123', 'firefox121', 'safari17.5'], reportCompressedSize: false }

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

export default defineConfig(({ mode }) =>
  mode === 'gallery'
    ? galleryConfig
    : {
        root: here,
        define: { 'import.meta.env.VISITOR': 'true' },
        plugins: [ascii(), scales(), gallery()],
        build: {
          ...target,
          outDir: join(here, '../dist/widget'),
          emptyOutDir: true,
          rolldownOptions: {
            optimization: { inlineConst: { mode: 'all', pass: 3 } },
            output: { minify: { compress: true, mangle: true, codegen: true, mangleProps: { include: ours } } },
          },
          lib: {
            entry: join(here, 'src/main.ts'),
            formats: ['iife' as const],
            name: 'switchboardWidget',
            fileName: () => 'widget.js',
          },
        },
      },
)
