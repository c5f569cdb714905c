/** Whether the counters stand beside the list; remembered on this machine. On a narrow screen they begin folded away. */
class Panel {
  open = $state(remembered() ?? matchMedia('(min-width: 1200px)').matches)

  constructor() {
    // Where it would lie over the list it waits until it is asked for: a window made narrow, or a page at 200 %.
    const narrow = matchMedia('(max-width: 760px)')
    const follow = (): void => void (this.open = !narrow.matches && (remembered() ?? matchMedia('(min-width: 1200px)').matches))
    if (narrow.matches) this.open = false
    narrow.addEventListener('change', follow)
  }

  toggle(): void {
    this.open = !this.open
    try {
      localStorage.setItem('ltc.facets', this.open ? '1' : '0')
    } catch {
      // Not remembered, that is all.
    }
  }
}

function remembered(): boolean | undefined {
  try {
    const value = localStorage.getItem('ltc.facets')
    return value === null ? undefined : value === '1'
  } catch {
    return undefined
  }
}

export const panel = new Panel()
