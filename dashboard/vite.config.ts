import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { outlines } from './build/outlines.ts'
import { readings } from './build/readings.ts'

const silo = process.env.LTC_SILO ?? 'http://127.0.0.1:5080'
const proxy = { target: silo, changeOrigin: false }

export default defineConfig({
  base: '/',
  plugins: [svelte(), outlines(), readings()],
  build: {
    outDir: 'dist',
    // Offices run Chromium shells that lag by years; nothing newer than this is used in CSS or script.
    target: ['chrome97', 'edge97', 'firefox104', 'safari15.4'],
    // A data: URL would need an exception in the content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  server: {
    proxy: { '/api': proxy, '/v1': proxy, '/health': proxy, '/hubs': { ...proxy, ws: true } },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
})
