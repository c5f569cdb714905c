import { parseRoute, withQuery } from '../model/route.ts'

/** The address bar as state. Everything a link should carry (what is open, how it is filtered) lives here. */
class Router {
  path = $state(location.pathname)
  #search = $state(location.search)

  readonly route = $derived(parseRoute(this.path))
  readonly query = $derived(new URLSearchParams(this.#search))

  constructor() {
    addEventListener('popstate', () => this.#read())
    addEventListener('click', (event) => this.#follow(event))
  }

  /** Goes to a path; without a query the present one is kept, so that opening an alert keeps the filter. */
  go(path: string, query: URLSearchParams = this.query, replace = false): void {
    const url = withQuery(path, query)
    if (url === location.pathname + location.search) return
    if (replace) history.replaceState(null, '', url)
    else history.pushState(null, '', url)
    this.#read()
  }

  /** Goes where a link of ours would lead. */
  follow(href: string): void {
    const url = new URL(href, location.origin)
    this.go(url.pathname, url.searchParams)
  }

  /** Sets or removes one query parameter. */
  put(name: string, value: string | undefined, replace = false): void {
    const next = new URLSearchParams(this.query)
    if (value) next.set(name, value)
    else next.delete(name)
    this.go(this.path, next, replace)
  }

  #read(): void {
    this.path = location.pathname
    this.#search = location.search
  }

  /** Plain clicks on inner links stay in the page; anything modified, and what is to be kept, is the browser's (new tab, download). */
  #follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const anchor = (event.target as Element | null)?.closest?.('a[href]')
    if (!(anchor instanceof HTMLAnchorElement) || anchor.target || anchor.hasAttribute('download') || anchor.origin !== location.origin || anchor.hash) return
    event.preventDefault()
    this.go(anchor.pathname, new URLSearchParams(anchor.search))
  }
}

export const router = new Router()
