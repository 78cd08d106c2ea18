// Builds the console into web/dist/console, to be served below /console/. `--mode gallery` builds the page that shows
// every state without a backend, into web/dist/gallery/console.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const here = import.meta.dirname
const FIRST_LOAD = 250 * 1024

/** Puts the icons into the page itself: a policy that forbids images and markup from strings has nothing to refuse. */
function icons(): Plugin {
  return {
    name: 'icons',
    transformIndexHtml(html) {
      const svg = readFileSync(join(here, 'src/parts/icons.svg'), 'utf8')
        .replace(/<!--[\s\S]*?-->\s*/g, '')
        .replace(/<svg [^>]*>/, '<svg class="sprite" width="0" height="0" aria-hidden="true">')
      return html.replace('<!--icons-->', svg)
    },
  }
}

/** The component library brings its few words in 34 languages; the console speaks one. */
function oneLanguage(): Plugin {
  return {
    name: 'one-language',
    enforce: 'pre',
    resolveId(source, importer) {
      const other = /^(.*\/intl\/.*\/)(?!en-US)[a-z]{2}-[A-Z]{2}(\.m?js)$/.exec(source)
      return other && importer ? this.resolve(`${other[1]}en-US${other[2]}`, importer) : undefined
    },
  }
}

/** Weighs everything that was built, and refuses a console that became too heavy (P10). */
function scales(): Plugin {
  return {
    name: 'scales',
    writeBundle(_, bundle) {
      let total = 0
      for (const [name, part] of Object.entries(bundle)) {
        const bytes = gzipSync(part.type === 'chunk' ? part.code : part.source).length
        total += bytes
        console.log(`${(bytes / 1024).toFixed(1).padStart(8)} KiB gzip  ${name}`)
      }
      console.log(`${(total / 1024).toFixed(1).padStart(8)} KiB gzip  in all (at most ${FIRST_LOAD / 1024})`)
      if (total > FIRST_LOAD) throw new Error('the console is heavier than it may be')
    },
  }
}

export default defineConfig(({ mode }) => {
  const gallery = mode === 'gallery'
  return {
    root: here,
    base: gallery ? './' : '/console/',
    plugins: [react(), icons(), oneLanguage(), ...(gallery ? [] : [scales()])],
    build: {
      outDir: join(here, gallery ? '../dist/gallery/console' : '../dist/console'),
      emptyOutDir: true,
      target: 'es2022',
      cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 800, // the scales above are the limit that counts
      rollupOptions: { input: join(here, gallery ? 'gallery.html' : 'index.html') },
    },
    worker: { format: 'es' as const },
    server: { host: '127.0.0.1' },
    preview: { host: '127.0.0.1' },
  }
})
