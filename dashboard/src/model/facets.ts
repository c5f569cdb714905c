import { stageOf, type Alert } from './alert.ts'
import { dueState } from './due.ts'
import { facetNames, nobody, tests, type FacetName, type Filter, type Viewer } from './filter.ts'

/** How many alerts each value of each part of the filter would show, the rest of the filter staying as it is. */
export type Facets = Record<FacetName, Record<string, number>>

export interface Tally {
  /** That pass the whole filter. */
  total: number
  facets: Facets
}

export const emptyFacets = (): Facets => ({ severity: {}, status: {}, rule: {}, district: {}, institution: {}, assignee: {}, due: {} })

const valueOf: Record<FacetName, (alert: Alert, viewer: Viewer) => string | undefined> = {
  severity: (alert) => alert.severity,
  status: stageOf,
  rule: (alert) => alert.rule,
  district: (alert) => alert.districtCode,
  institution: (alert) => alert.institutionId,
  assignee: (alert) => alert.assignee ?? nobody,
  due: (alert, viewer) => {
    const state = dueState(alert, viewer.now)
    return state === 'overdue' || state === 'soon' ? state : undefined
  },
}

/**
 * Sorts out in one pass what passes the filter, and counts it: an alert counts for a part when it passes all the others, so that the
 * counters stay choices.
 */
export function tally(alerts: readonly Alert[], filter: Filter, viewer: Viewer): Tally & { rows: Alert[] } {
  const { rest, ...parts } = tests(filter, viewer)
  const asked = Object.entries(parts) as [FacetName, (alert: Alert) => boolean][]
  const facets = emptyFacets()
  const rows: Alert[] = []
  for (const alert of alerts) {
    if (rest && !rest(alert)) continue
    let failed: FacetName | undefined
    let failures = 0
    for (const [name, test] of asked) {
      if (test(alert)) continue
      failed = name
      if (++failures > 1) break
    }
    if (failures > 1) continue
    if (failed === undefined) rows.push(alert)
    for (const name of failed === undefined ? facetNames : [failed]) {
      const value = valueOf[name](alert, viewer)
      if (value !== undefined) facets[name][value] = (facets[name][value] ?? 0) + 1
    }
  }
  return { total: rows.length, facets, rows }
}
