import { endsOf, tellEvery, warnBefore, type Ends } from '../model/stay.ts'
import { api, ApiError, whenUnauthorized, type Session } from '../net/api.ts'
import { clock } from './clock.svelte.ts'
import { drafts } from './drafts.svelte.ts'

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
  /** Signed out here, while the server could not be told: there the session goes on until nobody has been there for its time. */
  unended = $state(false)
  isWall = $state(false)
  /** Who it is, and what is shown to whom it is: with another one nothing on the screen is right any more. */
  readonly standing = $derived(JSON.stringify([this.user, this.role, [...this.districts].sort(), [...this.institutions].sort()]))
  /** When a hand was last at this page. No state: nothing is drawn by it. */
  touchedAt = 0
  /** The officer left, and was not thrown out. No state: it is asked while the page is taken down, when state still reads as it was before. */
  left = false
  #ends = $state.raw<Ends | undefined>(undefined)
  #told = 0
  #asked = 0
  #questions = 0
  #answered = 0

  /** Soon over, and when; a wall shows no such thing, as nobody is there to answer. */
  readonly warning = $derived(this.phase === 'in' && !this.isWall && this.#ends && this.#ends.ends - clock.now <= warnBefore ? this.#ends : undefined)

  constructor() {
    whenUnauthorized(() => this.#over())
    // A hand, and not a page that moves by itself: what the board asks for on its own keeps nobody signed in.
    for (const sign of ['pointerdown', 'keydown', 'wheel']) addEventListener(sign, () => this.#touched(), { capture: true, passive: true })
    setInterval(() => void this.#watch(), 1000)
  }

  /** Whether to offer something; the server has the last word. */
  may(right: string): boolean {
    return this.rights.includes(right)
  }

  /** What the server says of who is signed in. */
  take(session: Session): void {
    this.user = session.user
    drafts.belongTo(session.user)
    this.displayName = session.displayName
    this.role = session.role
    this.districts = session.districts ?? []
    this.institutions = session.institutions ?? []
    this.rights = session.rights ?? []
    this.mustChange = session.mustChange ?? false
    this.isWall = session.way === 'wall'
    this.#ends = endsOf(session, Date.now())
  }

  /** Somebody is there. */
  async stay(): Promise<void> {
    this.#told = Date.now()
    try {
      await this.#learn(api.stay)
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.#over()
      // Else told with the next touch.
      else this.#told = 0
    }
  }

  /** Makes of this browser a display: it reads the list of alerts, for days, and nothing else. */
  async hang(): Promise<void> {
    await api.hang()
    // Whatever else runs in this page is not the display's.
    location.reload()
  }

  #touched(): void {
    this.touchedAt = Date.now()
    if (this.phase === 'in' && !this.isWall && Date.now() - this.#told >= tellEvery) void this.stay()
  }

  /** Before it warns, and before it ends, the server is asked: somebody may be there in another window. */
  async #watch(): Promise<void> {
    if (this.phase !== 'in' || !this.#ends) return
    const before = this.#ends
    const over = Date.now() >= before.ends
    if (Date.now() < before.ends - warnBefore || (!over && Date.now() - this.#asked < 15_000)) return
    this.#asked = Date.now()
    try {
      await this.#learn(api.session)
    } catch (error) {
      // Without an answer the screen is closed in time all the same: nobody is there to see that it is stale.
      if (over || (error instanceof ApiError && error.status === 401)) this.#over()
    }
  }

  /** Has the server say anew who this is: role and scope may be others by now. */
  async ask(): Promise<void> {
    if (this.phase !== 'in') return
    try {
      await this.#learn(api.session)
    } catch (error) {
      // Without an answer it is asked again when the stream is back.
      if (error instanceof ApiError && error.status === 401) this.#over()
    }
  }

  /** Takes an answer, unless somebody else is in by now, or a later question has been answered: one that was on its way would undo it. */
  async #learn(ask: () => Promise<Session>): Promise<void> {
    const [{ user }, mine] = [this, ++this.#questions]
    const answer = await ask()
    if (this.phase !== 'in' || this.user !== user || mine < this.#answered) return
    this.#answered = mine
    this.take(answer)
  }

  #over(): void {
    if (this.phase !== 'in') return
    this.left = false
    this.expired = true
    this.phase = 'out'
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
      this.unended = false
      this.phase = 'in'
      return undefined
    } catch (error) {
      if (error instanceof ApiError && error.status === 429) return 'throttled'
      // 400 is a form that the server finds incomplete, which the officer can mend; the rest is not theirs.
      return error instanceof ApiError && [400, 401, 403].includes(error.status) ? 'refused' : 'unreachable'
    }
  }

  /** Has the server end the session. */
  async end(): Promise<void> {
    try {
      await api.signOut()
      this.unended = false
    } catch (error) {
      this.unended = !(error instanceof ApiError && error.status === 401)
    }
  }

  /** Leaves for the party that signs people in, which sends the browser back to where it is now. */
  leave(): void {
    // The page that comes back is another one, and must ask who is signed in.
    hint.set(true)
    location.assign(`/api/oidc/sign-in?return=${encodeURIComponent(location.pathname + location.search)}`)
  }

  /** The page forgets the session either way. */
  async signOut(): Promise<void> {
    if (!this.isWall) await api.seen().catch(() => {})
    await this.end()
    hint.set(false)
    drafts.forget()
    this.left = true
    this.expired = false
    this.user = ''
    this.phase = 'out'
  }
}

export const session = new SessionState()
