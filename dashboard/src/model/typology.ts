/**
 * The patterns of fraud that a rule speaks of. A finding of a pattern is an alert of its own, whose rule is its name; until there is
 * one, what would speak of it can still be seen together.
 */
const typologies: Record<string, readonly string[]> = {
  T1: ['ELG-01', 'IDN-02', 'IDN-03', 'SUP-03', 'SUP-04'],
  T2: ['GEO-03', 'GEO-04', 'GEO-05', 'IDN-06', 'COL-01'],
  T3: ['VIS-05', 'VIS-06', 'VIS-08'],
  T4: ['GEO-06', 'DEV-01', 'VIS-12', 'VIS-15'],
  T5: ['STF-07', 'STF-08', 'STF-03'],
  T7: ['ELG-02', 'ELG-03', 'BIL-05'],
  T8: ['COL-02', 'COL-03', 'FAM-04'],
}

const ofRule = new Map(Object.entries(typologies).flatMap(([name, rules]) => [[name, name] as const, ...rules.map((rule) => [rule, name] as const)]))

/** The typology of a rule, `T1` to `T8`; none: it speaks of no pattern. */
export const typologyOf = (rule: string): string | undefined => ofRule.get(rule)
