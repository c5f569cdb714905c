export const entityKinds = ['persons', 'caregivers', 'institutions', 'bindings'] as const
export type EntityKind = (typeof entityKinds)[number]

export const graphKinds = ['persons', 'caregivers', 'devices', 'addresses'] as const
export type GraphKind = (typeof graphKinds)[number]

/** What an investigator looks at. */
export type InvestigationRoute =
  | { view: 'map' }
  | { view: 'compare' }
  | { view: 'entity'; kind: EntityKind; id: string }
  | { view: 'visit'; person: string; visit: string }
  | { view: 'graph'; kind: GraphKind; id: string }
  | { view: 'entry'; seq: number }

/** What a URL asks to see. The session and the filter are no part of it: they hold across routes. */
export type Route =
  | { view: 'board' } | { view: 'alert'; id: string } | { view: 'wall' } | { view: 'silences' } | { view: 'rules' } | { view: 'access' } | { view: 'audit' } | { view: 'own' } | PolicyRoute | InvestigationRoute | { view: 'unknown'; path: string }

/** The pages of policy editors. */
export type PolicyRoute =
  | { view: 'policies'; page: 'versions' | 'new' | 'replays' | 'shadow' }
  | { view: 'policies'; page: 'version' | 'revise' | 'replay'; id: string }

export function parseRoute(path: string): Route {
  const trimmed = path.replace(/\/+$/, '') || '/'
  if (trimmed === '/' || trimmed === '/alerts') return { view: 'board' }
  if (trimmed === '/wall') return { view: 'wall' }
  if (trimmed === '/silences') return { view: 'silences' }
  if (trimmed === '/rules') return { view: 'rules' }
  if (trimmed === '/access') return { view: 'access' }
  if (trimmed === '/audit') return { view: 'audit' }
  if (trimmed === '/me') return { view: 'own' }
  const policy = parsePolicies(trimmed)
  if (policy) return policy
  try {
    const alert = /^\/alerts\/([^/]+)$/.exec(trimmed)
    if (alert?.[1]) return { view: 'alert', id: decodeURIComponent(alert[1]) }
    return parseInvestigation(trimmed.split('/').slice(1).map(decodeURIComponent)) ?? { view: 'unknown', path }
  } catch {
    // A broken escape is not an id.
    return { view: 'unknown', path }
  }
}

function parseInvestigation(parts: readonly string[]): InvestigationRoute | undefined {
  const [first, second, third, fourth] = parts
  if (parts.length === 1 && (first === 'map' || first === 'compare')) return { view: first }
  if (parts.length === 2 && first === 'entries' && /^[1-9]\d{0,15}$/.test(second ?? '')) return { view: 'entry', seq: Number(second) }
  if (parts.length === 2 && second && isOneOf(entityKinds, first)) return { view: 'entity', kind: first, id: second }
  if (parts.length === 4 && first === 'persons' && second && third === 'visits' && fourth) return { view: 'visit', person: second, visit: fourth }
  if (parts.length === 3 && first === 'graph' && third && isOneOf(graphKinds, second)) return { view: 'graph', kind: second, id: third }
  return undefined
}

const isOneOf = <T extends string>(all: readonly T[], value: string | undefined): value is T => (all as readonly (string | undefined)[]).includes(value)

const isInvestigation = new Set<string>(['map', 'compare', 'entity', 'visit', 'graph', 'entry'] satisfies InvestigationRoute['view'][])

export const investigationOf = (route: Route): InvestigationRoute | undefined => (isInvestigation.has(route.view) ? (route as InvestigationRoute) : undefined)

function parsePolicies(path: string): PolicyRoute | undefined {
  if (path === '/policies') return { view: 'policies', page: 'versions' }
  if (path === '/policies/new') return { view: 'policies', page: 'new' }
  if (path === '/replays') return { view: 'policies', page: 'replays' }
  if (path === '/shadow') return { view: 'policies', page: 'shadow' }
  // Ids of ours have no character that a path would escape.
  const [, kind, id, revise] = /^\/(policies|replays)\/([\w-]+)(\/revise)?$/.exec(path) ?? []
  if (!kind || !id) return undefined
  if (kind === 'replays') return revise ? undefined : { view: 'policies', page: 'replay', id }
  return { view: 'policies', page: revise ? 'revise' : 'version', id }
}

export const alertPath = (id: string): string => `/alerts/${encodeURIComponent(id)}`

export const entityPath = (kind: EntityKind, id: string): string => `/${kind}/${encodeURIComponent(id)}`

export const visitPath = (person: string, visit: string): string => `/persons/${encodeURIComponent(person)}/visits/${encodeURIComponent(visit)}`

/** A visit's replay, paused at an instant. */
export const replayPath = (person: string, visit: string, at: string | undefined, asOf?: string): string =>
  withQuery(visitPath(person, visit), new URLSearchParams({ ...(at ? { at } : {}), ...(asOf ? { asOf } : {}) }))

/** A path to what was known at the instant of the page that leads there; without one, to what is known now. */
export const asKnown = (path: string, asOf: string | undefined): string => withQuery(path, new URLSearchParams(asOf ? { asOf } : {}))

export const graphPath = (kind: GraphKind, id: string): string => `/graph/${kind}/${encodeURIComponent(id)}`

/** The page of whom or what an event is about, by its type; undefined: it has none. */
export function subjectPath(type: string, id: string): string | undefined {
  switch (/^ltc\.(\w+)\./.exec(type)?.[1]) {
    case 'institution':
      return entityPath('institutions', id)
    case 'caregiver':
      return entityPath('caregivers', id)
    case 'device':
      return graphPath('devices', id)
    // An account has no page, and a withdrawal does not say whom it is about.
    case 'account':
    case 'event':
    case undefined:
      return undefined
    default:
      return entityPath('persons', id)
  }
}

export const entryPath = (seq: number): string => `/entries/${seq}`

/** A path with a query, without a lonely question mark. Commas stay readable, they are the list mark of the filter. */
export function withQuery(path: string, query: URLSearchParams): string {
  const text = query.toString().replaceAll('%2C', ',')
  return text ? `${path}?${text}` : path
}
