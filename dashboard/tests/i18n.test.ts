import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { fill } from '../src/i18n/index.svelte.ts'
import { en } from '../src/i18n/en.ts'
import { zh } from '../src/i18n/zh.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const cjk = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/
const files = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte|css|js|html)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
const sources = [...files('src'), ...files('public'), 'index.html']

describe('the two languages', () => {
  it('have the same keys, none of them empty', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
    for (const text of [...Object.values(zh), ...Object.values(en)]) expect(text.trim()).not.toBe('')
  })

  it('have the same places to fill', () => {
    const places = (text: string): string => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort().join()
    for (const key of Object.keys(zh) as (keyof typeof zh)[]) expect(`${key} ${places(en[key])}`).toBe(`${key} ${places(zh[key])}`)
  })

  it('stand in the catalogues only', () => {
    expect(sources.length).toBeGreaterThan(30)
    const elsewhere = sources.filter((file) => !file.startsWith('src/i18n/') && cjk.test(readFileSync(join(root, file), 'utf8')))
    expect(elsewhere).toEqual([])
  })

  it('hold no key that nobody uses, but for the words of codes', () => {
    const text = sources.filter((file) => !/src\/i18n\/(zh|en)(\.\w+)?\.ts$/.test(file)).map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
    const composed = /^(severity|status|outcome|legal|source|note|figure|measure|value|lawShort|law|action|link|session|triage\.heading|map\.layer|replay\.status|tab|field|entity\.kind|graph\.kind|graph\.relation|case\.type|eventType|channel|caregiverKind|careMode|package|absence|purpose|silence\.kind|silence\.status|role|roleHint|policy\.status|auditAction|auditKind|auditResult|auditNote|typology|due|group|sort|keys|views|problem|member|moment\.form|moment\.wrong)\./
    expect(Object.keys(zh).filter((key) => !composed.test(key) && !text.includes(`'${key}'`))).toEqual([])
  })
})

describe('a number in a sentence', () => {
  it('is one of a thing or many of it', () => {
    const of = (count: number): string => fill(en['notices.overdue'], { count })
    expect([of(1), of(2), of(0)]).toEqual(['1 alert is overdue', '2 alerts are overdue', '0 alerts are overdue'])
    expect(fill('{a} {b|x|y}', { a: 1 })).toBe('1 {b|x|y}')
  })
})

describe('every key that is used', () => {
  it('stands in the catalogues, whole or by its beginning', () => {
    const used = sources.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/\bt\(\s*(?:'([\w.-]+)'|`([\w.-]+)\$\{)/g)].map((match) => [file, match[1], match[2]] as const))
    expect(used.length).toBeGreaterThan(150)
    for (const [file, whole, beginning] of used) {
      if (whole !== undefined) expect(whole in zh && whole in en, `${file}: ${whole}`).toBe(true)
      else expect(Object.keys(zh).some((key) => key.startsWith(beginning ?? '?')), `${file}: ${beginning}`).toBe(true)
    }
  })
})

describe('the page', () => {
  it('asks for nothing from elsewhere, and has nothing inline that its content policy would refuse', () => {
    for (const file of sources) {
      const text = readFileSync(join(root, file), 'utf8')
      expect(`${file} ${/https?:\/\/(?!www\.w3\.org)/.test(text)}`).toBe(`${file} false`)
      if (file.endsWith('.svelte')) expect(`${file} ${/\sstyle="/.test(text)}`).toBe(`${file} false`)
    }
    expect(readFileSync(join(root, 'index.html'), 'utf8')).not.toMatch(/<script>|<style|\son\w+=/)
  })
})
