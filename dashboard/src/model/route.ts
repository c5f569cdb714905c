/** What a URL asks to see. The session and the filter are no part of it: they hold across routes. */
export type Route = { view: 'board' } | { view: 'alert'; id: string } | { view: 'silences' } | { view: 'rules' } | PolicyRoute | { view: 'unknown'; path: string }

/** The pages of policy editors. */
export type PolicyRoute =
  | { view: 'policies'; page: 'versions' | 'new' | 'replays' | 'shadow' }
  | { view: 'policies'; page: 'version' | 'revise' | 'replay'; id: string }

export function parseRoute(path: string): Route {
  const trimmed = path.replace(/\/+$/, '') || '/'
  if (trimmed === '/' || trimmed === '/alerts') return { view: 'board' }
  if (trimmed === '/silences') return { view: 'silences' }
  if (trimmed === '/rules') return { view: 'rules' }
  const policy = parsePolicies(trimmed)
  if (policy) return policy
  const alert = /^\/alerts\/([^/]+)$/.exec(trimmed)
  if (alert?.[1]) {
    try {
      return { view: 'alert', id: decodeURIComponent(alert[1]) }
    } catch {
      // A broken escape is not an id.
    }
  }
  return { view: 'unknown', path }
}

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

/** A path with a query, without a lonely question mark. Commas stay readable, they are the list mark of the filter. */
export function withQuery(path: string, query: URLSearchParams): string {
  const text = query.toString().replaceAll('%2C', ',')
  return text ? `${path}?${text}` : path
}
