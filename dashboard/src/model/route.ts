/** What a URL asks to see. The session and the filter are no part of it: they hold across routes. */
export type Route = { view: 'board' } | { view: 'alert'; id: string } | { view: 'wall' } | { view: 'silences' } | { view: 'rules' } | { view: 'access' } | { view: 'audit' } | { view: 'own' } | { view: 'unknown'; path: string }

export function parseRoute(path: string): Route {
  const trimmed = path.replace(/\/+$/, '') || '/'
  if (trimmed === '/' || trimmed === '/alerts') return { view: 'board' }
  if (trimmed === '/wall') return { view: 'wall' }
  if (trimmed === '/silences') return { view: 'silences' }
  if (trimmed === '/rules') return { view: 'rules' }
  if (trimmed === '/access') return { view: 'access' }
  if (trimmed === '/audit') return { view: 'audit' }
  if (trimmed === '/me') return { view: 'own' }
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

export const alertPath = (id: string): string => `/alerts/${encodeURIComponent(id)}`

/** A path with a query, without a lonely question mark. Commas stay readable, they are the list mark of the filter. */
export function withQuery(path: string, query: URLSearchParams): string {
  const text = query.toString().replaceAll('%2C', ',')
  return text ? `${path}?${text}` : path
}
