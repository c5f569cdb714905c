import { stageOf, type Alert } from './alert.ts'
import { dueState, isEscalated } from './due.ts'
import { facetNames, nobody, tests, type FacetName, type Filter, type Viewer } from './filter.ts'

/** How many alerts each value of each part of the filter would show, the rest of the filter staying as it is. */
export type Facets = Record<FacetName, Record<string, number>>

export interface Tally {
  /** That pass the whole filter. */
  total: number
  facets: Facets
}

export const emptyFacets = (): Facets => ({ severity: {}, status: {}, rule: {}, district: {}, institution: {}, assignee: {}, due: {} })

/** By which an alert is counted for a part; several only where they are no choice between each other. */
const valuesOf: Record<FacetName, (alert: Alert, viewer: Viewer) => string | readonly string[] | undefined> = {
  severity: (alert) => alert.severity,
  status: stageOf,
  rule: (alert) => alert.rule,
  district: (alert) => alert.districtCode,
  institution: (alert) => alert.institutionId,
  assignee: (alert) => alert.assignee ?? nobody,
  due: (alert, viewer) => {
    const state = dueState(alert, viewer.now)
    const own = state === 'overdue' || state === 'soon' ? state : undefined
    return !isEscalated(alert, viewer.now) ? own : own ? [own, 'escalated'] : 'escalated'
  },
}

/** Where one alert counts: for every part when it passes the whole filter, else for the only part it fails; `none` when it fails more. */
type Verdict = 'all' | 'none' | FacetName

/**
 * Sorts out what passes a filter, and counts it: an alert counts for a part when it passes all the others, so that the counters stay
 * choices. Under the same question only those alerts are looked at that have changed since; a board asks at every change, with thousands.
 */
export class LiveTally {
  #filter: Filter | undefined
  #viewer: Viewer | undefined
  #judge: (alert: Alert) => Verdict = () => 'none'
  #known = new Map<string, { alert: Alert; verdict: Verdict }>()
  #facets = emptyFacets()

  /** @param alerts In the order in which those that pass come back; one of an id, and another object when it has changed. */
  of(alerts: readonly Alert[], filter: Filter, viewer: Viewer): Tally & { rows: Alert[] } {
    if (filter !== this.#filter || viewer !== this.#viewer) this.#ask(filter, viewer)
    const rows: Alert[] = []
    for (const alert of alerts) {
      let entry = this.#known.get(alert.id)
      if (entry?.alert !== alert) {
        if (entry) this.#count(entry.alert, entry.verdict, -1)
        entry = { alert, verdict: this.#judge(alert) }
        this.#known.set(alert.id, entry)
        this.#count(alert, entry.verdict, 1)
      }
      if (entry.verdict === 'all') rows.push(alert)
    }
    if (this.#known.size > alerts.length) this.#forget(alerts)
    const facets = emptyFacets()
    for (const name of facetNames) Object.assign(facets[name], this.#facets[name])
    return { total: rows.length, facets, rows }
  }

  #ask(filter: Filter, viewer: Viewer): void {
    this.#filter = filter
    this.#viewer = viewer
    this.#known.clear()
    this.#facets = emptyFacets()
    const { rest, ...parts } = tests(filter, viewer)
    const asked = Object.entries(parts) as [FacetName, (alert: Alert) => boolean][]
    this.#judge = (alert) => {
      if (rest && !rest(alert)) return 'none'
      let verdict: Verdict = 'all'
      for (const [name, test] of asked) {
        if (test(alert)) continue
        if (verdict !== 'all') return 'none'
        verdict = name
      }
      return verdict
    }
  }

  /** An alert is taken away with the values it was counted by: they depend on nothing but it and the question. */
  #count(alert: Alert, verdict: Verdict, by: 1 | -1): void {
    if (verdict === 'none') return
    for (const name of verdict === 'all' ? facetNames : [verdict]) {
      const values = valuesOf[name](alert, this.#viewer!) ?? []
      if (typeof values === 'string') this.#add(name, values, by)
      else for (const value of values) this.#add(name, value, by)
    }
  }

  #add(name: FacetName, value: string, by: 1 | -1): void {
    const count = (this.#facets[name][value] ?? 0) + by
    if (count === 0) delete this.#facets[name][value]
    else this.#facets[name][value] = count
  }

  #forget(alerts: readonly Alert[]): void {
    const here = new Set(alerts.map((alert) => alert.id))
    for (const [id, { alert, verdict }] of this.#known) {
      if (here.has(id)) continue
      this.#known.delete(id)
      this.#count(alert, verdict, -1)
    }
  }
}

/** The same, once. */
export const tally = (alerts: readonly Alert[], filter: Filter, viewer: Viewer): Tally & { rows: Alert[] } => new LiveTally().of(alerts, filter, viewer)
