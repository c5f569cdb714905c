// What the page weighs: everything an officer's browser may fetch, compressed as a proxy does it. Ends with an error beyond the limit.
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const limit = 250 * 1000
const folder = new URL('../dist/assets/', import.meta.url)
const sizes = readdirSync(folder)
  .filter((name) => /\.(js|css)$/.test(name))
  .map((name) => [name, gzipSync(readFileSync(new URL(name, folder)), { level: 6 }).length])
const total = sizes.reduce((sum, [, size]) => sum + size, 0)
for (const [name, size] of sizes.sort((a, b) => b[1] - a[1])) console.log(`${String(size).padStart(8)}  ${name}`)
console.log(`${String(total).padStart(8)}  of ${limit} bytes`)
if (total > limit) {
  console.error(`The page weighs ${total} bytes compressed; ${limit} is the most.`)
  process.exit(1)
}
