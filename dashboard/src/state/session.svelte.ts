import { api, ApiError, whenUnauthorized, type Session } from '../net/api.ts'

export type SignInFailure = 'refused' | 'throttled' | 'unreachable'
export type SessionPhase = 'checking' | 'out' | 'in' | 'unreachable'

/** Whether anybody signed in here: a page that nobody ever did need not ask, and be refused, to know. */
const hint = {
  mayBeIn(): boolean {
    try {
      return localStorage.getItem('ltc.session') !== null
    } catch {
      return true
    }
  },
  set(on: boolean): void {
    try {
      if (on) localStorage.setItem('ltc.session', '1')
      else localStorage.removeItem('ltc.session')
    } catch {
      // Then the page asks each time.
    }
  },
}

/** Who is signed in. The address stays as it is while signed out, so that a deep link survives the sign-in page. */
class SessionState {
  phase = $state<SessionPhase>('checking')
  user = $state('')
  displayName = $state<string | undefined>(undefined)
  role = $state('')
  districts = $state.raw<string[]>([])
  institutions = $state.raw<string[]>([])
  rights = $state.raw<string[]>([])
  mustChange = $state(false)
  /** Signed in before, and thrown out since: the sign-in page says so. */
  expired = $state(false)

  constructor() {
    whenUnauthorized(() => {
      if (this.phase !== 'in') return
      this.expired = true
      this.phase = 'out'
    })
  }

  /** Whether to offer something; the server has the last word. */
  may(right: string): boolean {
    return this.rights.includes(right)
  }

  /** What the server says of who is signed in. */
  take(session: Session): void {
    this.user = session.user
    this.displayName = session.displayName
    this.role = session.role
    this.districts = session.districts ?? []
    this.institutions = session.institutions ?? []
    this.rights = session.rights ?? []
    this.mustChange = session.mustChange ?? false
  }

  async check(): Promise<void> {
    this.phase = 'checking'
    if (!hint.mayBeIn()) {
      this.phase = 'out'
      return
    }
    try {
      this.take(await api.session())
      this.phase = 'in'
    } catch (error) {
      this.phase = error instanceof ApiError && error.status === 401 ? 'out' : 'unreachable'
    }
  }

  /** Returns why it was refused, or undefined when signed in. */
  async signIn(user: string, password: string): Promise<SignInFailure | undefined> {
    try {
      this.take(await api.signIn(user, password))
      hint.set(true)
      this.expired = false
      this.phase = 'in'
      return undefined
    } catch (error) {
      if (error instanceof ApiError && error.status === 429) return 'throttled'
      // 400 is a form that the server finds incomplete, which the officer can mend; the rest is not theirs.
      return error instanceof ApiError && [400, 401, 403].includes(error.status) ? 'refused' : 'unreachable'
    }
  }

  /** Leaves for the party that signs people in, which sends the browser back to where it is now. */
  leave(): void {
    // The page that comes back is another one, and must ask who is signed in.
    hint.set(true)
    location.assign(`/api/oidc/sign-in?return=${encodeURIComponent(location.pathname + location.search)}`)
  }

  async signOut(): Promise<void> {
    try {
      await api.seen().catch(() => {})
      await api.signOut()
    } catch {
      // The page forgets the session either way; the cookie ends by itself.
    }
    hint.set(false)
    this.expired = false
    this.user = ''
    this.phase = 'out'
  }
}

export const session = new SessionState()
