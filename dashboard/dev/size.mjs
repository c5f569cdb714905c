// What the page weighs: everything an officer's browser fetches, compressed as a proxy does it. Ends with an error beyond a limit. The table
// of readings stands by itself: only whoever types letters into a search or a list fetches it.
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const limit = 250 * 1000
const tableLimit = 60 * 1000
const folder = new URL('../dist/assets/', import.meta.url)
const sizes = readdirSync(folder)
  .filter((name) => /\.(js|css)$/.test(name))
  .map((name) => [name, gzipSync(readFileSync(new URL(name, folder)), { level: 6 }).length])
const sum = (some) => some.reduce((total, [, size]) => total + size, 0)
const isTable = ([name]) => name.startsWith('_virtual_readings')
const [total, table] = [sum(sizes.filter((one) => !isTable(one))), sum(sizes.filter(isTable))]
for (const [name, size] of sizes.sort((a, b) => b[1] - a[1])) console.log(`${String(size).padStart(8)}  ${name}`)
for (const [what, size, most] of [['page', total, limit], ['table of readings', table, tableLimit]]) {
  console.log(`${String(size).padStart(8)}  of ${most} bytes: the ${what}`)
  if (size === 0 || size > most) {
    console.error(`The ${what} weighs ${size} bytes compressed; ${most} is the most.`)
    process.exitCode = 1
  }
}
