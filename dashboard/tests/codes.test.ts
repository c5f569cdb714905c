import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { en } from '../src/i18n/en.ts'
import { zh } from '../src/i18n/zh.ts'
import { ApiError } from '../src/net/api.ts'
import { auditNote } from '../src/ui/auditNote.ts'
import { reason } from '../src/ui/reason.ts'
import { basis, clause } from '../src/ui/law.ts'
import { gist, withUnit } from '../src/ui/figures.ts'

/** Everything the rules can put into a finding. A rule that says something new is added here, and then in both languages. */
const codes: Record<string, string[]> = {
  figure: `absence accepted account accounts accuracy alternative alternativeAway alternativeMedian alternativePeers
    alternativeShare alternativeShareOwn alternativeSpread atNight atWeekends attendance attendanceMedian
    attendancePeerSpread attendancePeers attendedDays away beaconAway beacons bindings boundFrom cameAfter careGap
    careGapDays careGapFrom caregivers catalogueBefore catalogueFrom certainDistance changedOn checkInWithin checkIns checkOutAfter clients
    clockAhead closest colleague courses dayHours dayVisits days daysAfterExpiry daysAfterReview daysBeforeExpiry
    daysOnRoll daysSinceChange death debuggedFacts declaredDays deviceIds deviceIn deviceOut devices direct distance
    due duration exclusiveShare failures falls fewestPersons figuresApart findings firstScore firstService fixesOutside
    fullQuotaAway fullQuotaMedian fullQuotaPeers fullQuotaShare fullQuotaSpread gap gapShare highestScore homesApart
    interviews jumps kind lastConfirmed lastProof lastRecord lastScore lastServiceAfterDeath late lateShare lateness
    lengthMedian lengthPeerSpread lengthPeers lengthSpread level linesClaimedBeforeNotice link livesIn longest
    lowestScore madeUpFacts manual manualAtWeekends manualAway manualMedian manualPeers manualPersons manualShare
    manualShareAtWeekends manualShareOfPersons manualShareOwn manualSpread mine minutesAway minutesMedian minutesPeers
    minutesPerVisit minutesSpread missing missingShare mode month mostBitsApart mostInWindow mostPersons movedWithin
    nearestItem nights nightsInAll noAnswers notLive odd oddMedian oddPeerSpread oddPeers oddShare ofPlan orderedOn
    other otherFaces outBeforeIn outsideCatalogue outsideCodes overlap peers persons plannedAt plannedShare plannedVisits practiceDays practiceMonthsNeeded ratio
    rectifiedBy registeredFrom result resumedOn ringClients rootedFacts sameFixes sameFor score seconds service
    services setBack share sharedBy sharers shownBy signalRules signals signedFor signer since speed startMedian
    startOffset startPeerSpread startPeers startSpread suspendedOn suspendedUntil tampered theirs timedVisits
    toldOutside transferredAfter unprovedFor unsigned urgentScore validFrom validUntil visitHours visitedAfter visits way within
    withoutRecord`.split(/\s+/),
  measure: `accounts bindings bits calls caregivers checks d devices falls figures findings fixes h interviews items km/h level lines m
    min months nights persons persons/caregiver rules s score services spreads times visits y`.split(/\s+/),
  note: `absent accepted account admitted applied approved arranged assessed audited bound certified check-in check-out claim
    claim-line declared designated died discharged ended installed interviewed left ordered plan practised reassigned
    registered relative reported resumed reviewed scored suspended terminated track trained used visited`.split(/\s+/),
  value: `abandonment|abuse|account|address|after|bank|before|between|device|elsewhere|fail|home|impostor|inpatient|institution|kin|leave|more|neglect|never|no|nobody|none|not in time|not yet|open|other|phone|place|still none|suspended|terminal|terminated|travel`.split('|'),
  action: 'acknowledge assign changed dismiss ended investigate raised reinstated release reopen reopened resolve silence silence-ended silence-expired undo withdrawn'.split(' '),
  legal: 'draft ended in-force notBinding proposed trial'.split(' '),
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const files = (folder: string, end: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(end) && !/[/\\](obj|bin)([/\\]|$)/.test(entry.parentPath))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
const domain = files('domain', '.cs').join('\n')
const policies = files('policies', '.json').join('\n')
const found = (text: string, pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))].sort()

describe('the codes of a finding', () => {
  for (const [group, names] of Object.entries(codes)) {
    it(`have words, and there are no others: ${group}`, () => {
      const known = Object.keys(zh).filter((key) => key.startsWith(`${group}.`)).map((key) => key.slice(group.length + 1))
      expect(known.sort()).toEqual([...names].sort())
    })
  }

  it('are those of the rules', () => {
    expect(found(domain, /(?:Figure\.(?:Of|Against)|new Figure)\(\s*"(\w+)"/g)).toEqual(codes.figure)
    const units = [...found(domain, /Figure\.Of\([^\n]*?, "([a-z/]+)"\)[,;\])]/g), ...found(domain, /limit\("[\w.]+", "([^"]+)"\)/g)]
    expect(units.length).toBeGreaterThan(20)
    expect(units.filter((unit) => unit !== '%' && !codes.measure?.includes(unit))).toEqual([])
    const notes = [...found(domain, /new Evidence\([^\n]*?, "([a-z-]+)"\)/g), ...found(domain, /evidence\.Add(?:All)?\([^\n]*?, "([a-z-]+)"\)/g)]
    expect(notes.length).toBeGreaterThan(10)
    expect(notes.filter((note) => !codes.note?.includes(note))).toEqual([])
  })

  it('name every source of law', () => {
    const sources = found(policies, /"id": "((?:tianjin|jiaxing)-[\w-]+)"/g)
    expect(sources.length).toBeGreaterThan(5)
    for (const source of sources) expect([`source.${source}` in zh, `lawShort.${source}` in zh, source]).toEqual([true, true, source])
  })
})

describe('the codes of a problem', () => {
  const kinds = readFileSync(join(root, 'silo', 'Problems', 'ProblemKind.cs'), 'utf8')
  const sent = found(kinds, /new\(\d{3}, "([a-z-]+)"\)/g)

  it('are all those that the server has, each with words in both languages', () => {
    expect(sent.length).toBe([...kinds.matchAll(/public static ProblemKind \w+ \{ get; \}/g)].length)
    expect(sent.length).toBeGreaterThan(30)
    for (const catalogue of [zh, en]) {
      const known = Object.keys(catalogue).filter((key) => key.startsWith('problem.')).map((key) => key.slice('problem.'.length))
      expect(known.sort()).toEqual(sent)
    }
  })

  it('are made in one place', () => {
    expect(files('silo', '.cs').filter((text) => /new ProblemKind\(/.test(text))).toEqual([])
  })

  it('come before what the server says itself, which is English', () => {
    expect(reason(new ApiError(409, "The alert's state does not allow it.", 'conflict'))).toBe(`${zh['problem.conflict']}\nThe alert's state does not allow it.`)
    expect(reason(new ApiError(400, 'x', 'out-of-range', 'until'))).toContain(zh['member.until'])
    expect(reason(new ApiError(400, '', 'out-of-range', 'nobody knows'))).toBe(zh['problem.out-of-range'])
    expect(reason(new ApiError(403, '', 'forbidden'))).toBe(zh['problem.forbidden'])
    expect(reason(new ApiError(418, '', 'teapot'))).toBe(zh['error.status'].replace('{status}', '418'))
    expect(reason(new ApiError(0, ''))).toBe(zh['error.network'])
  })
})

describe('the remarks of the audit', () => {
  it('are told in words where they are the server\'s, and left as they are where somebody has typed them', () => {
    expect(auditNote({ action: 'account', note: 'password reset' })).toBe(zh['auditNote.password reset'])
    expect(auditNote({ action: 'account', note: 'officer; districts 120101; institutions all, disabled' })).toBe(
      `${zh['role.officer']}; ${zh['auditNote.districts']} 120101; ${zh['auditNote.institutions all']}, ${zh['auditNote.disabled']}`)
    expect(auditNote({ action: 'session', note: 'revoked, of wall.officer' })).toBe(`${zh['auditNote.revoked, of']} wall.officer`)
    expect(auditNote({ action: 'reveal', note: 'revoked' })).toBe('revoked')
  })
})

describe('law in words', () => {
  it('cites articles, items and sections', () => {
    expect(basis('tianjin-2023-institutions:11')).toBe(`${zh['lawShort.tianjin-2023-institutions']} ${zh['law.article'].replace('{article}', '11')}`)
    expect(clause('jiaxing-2019-supervision', '10(1)')).toContain('10')
    expect(clause('tianjin-2023-family', '1(2)')).toBe(zh['law.sectionItem'].replace('{article}', '1').replace('{item}', '2'))
    expect(clause('elsewhere', 'II.3')).toContain('II.3')
  })
})

describe('figures in words', () => {
  it('have their unit, and no unit where they are no number', () => {
    expect(withUnit(33.333, '%')).toBe('33.33%')
    expect(withUnit(undefined, 'm')).toBe('—')
    expect(withUnit('none', 'min')).toBe(zh['value.none'])
    expect(withUnit('carer-1 carer-2', undefined)).toBe('carer-1 carer-2')
    expect(withUnit(4.5, 'persons/caregiver')).toBe(`4.5 ${zh['measure.persons/caregiver']}`)
  })

  it('say in a row what was compared, or else the first of them', () => {
    expect(gist({ distance: { value: 900, unit: 'm' }, certainDistance: { value: 800, unit: 'm', limit: 150 } })).toMatch(/ 800 \/ 150 /)
    expect(gist({ death: { value: '2026-11-15T01:30:00Z' } })).toBe(`${zh['figure.death']} 2026-11-15 09:30:00`)
    expect(gist({})).toBe('')
  })
})
