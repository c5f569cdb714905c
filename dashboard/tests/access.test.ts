import { describe, expect, it } from 'vitest'
import { codesOf, needsScope, roles } from '../src/model/access.ts'

describe('codes of a scope', () => {
  it('are told apart by commas, spaces and lines of either script, each once', () => {
    expect(codesOf(' 120101, 120102\uff0c120103\u3001120101\n120104\uff1b ')).toEqual(['120101', '120102', '120103', '120104'])
    expect(codesOf('  ')).toEqual([])
  })

  it('are asked for of the roles that may not see everything', () => {
    expect(roles.filter(needsScope)).toEqual(['officer', 'investigator'])
  })
})
