type Theme = 'light' | 'dark'

/** Follows the system until the officer chooses; `first-paint.js` has set the attribute before this runs. */
class ThemeState {
  theme = $state<Theme>(document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light')

  constructor() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (event) => {
      if (!chosen()) this.#show(event.matches ? 'dark' : 'light')
    })
  }

  toggle(): void {
    this.#show(this.theme === 'dark' ? 'light' : 'dark')
    try {
      localStorage.setItem('ltc.theme', this.theme)
    } catch {
      // Not remembered, that is all.
    }
  }

  #show(theme: Theme): void {
    this.theme = theme
    document.documentElement.dataset.theme = theme
  }
}

function chosen(): boolean {
  try {
    return localStorage.getItem('ltc.theme') !== null
  } catch {
    return false
  }
}

export const theme = new ThemeState()
