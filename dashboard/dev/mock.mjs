/**
 * A stand-in for the silo while working on the board: `npm run build && npm run mock`, or with `npm run dev` in front.
 *
 * MOCK_PORT (5080)  MOCK_COUNT alerts at the start (240)  MOCK_EVERY ms between changes (3000; 0: none)
 * MOCK_HUB=off no stream  MOCK_AUTH=open signed in already  MOCK_ROLE=officer no policy editor  MOCK_FAIL=list|detail|entry|policies answers 503  MOCK_SLOW ms before an answer
 * Signs in `admin` with `admin`. POST /mock/drop cuts all streams; POST /mock/raise?n=5 raises alerts at once.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { journal, newAlert, rules, someStatus } from './data.mjs'
import { accept, negotiate } from './hub.mjs'
import { policies, suspicion } from './policies.mjs'

const env = process.env
const dist = fileURLToPath(new URL('../dist', import.meta.url))
const media = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
const alerts = new Map()
const listeners = new Set()
const sockets = new Set()
let seq = 1000
let signedIn = env.MOCK_AUTH === 'open'

const count = Number(env.MOCK_COUNT ?? 240)
for (let i = 0; i < count; i++) put(newAlert(++seq, Date.now() - (count - i) * 97_000, someStatus()))

put(suspicion(++seq, alerts))

function put(alert) {
  alerts.set(alert.id, alert)
  for (const tell of listeners) tell(alert)
}

const silences = []

const outcomes = () => rules.map((rule) => {
  const of = (outcome) => [...alerts.values()].filter((alert) => alert.rule === rule.id && alert.outcome === outcome).length
  const [confirmed, notConfirmed, falseAlarm] = [of('confirmed'), of('not-confirmed'), of('false-alarm')]
  const decided = confirmed + notConfirmed + falseAlarm
  return { rule: rule.id, version: 1, confirmed, notConfirmed, undecidable: of('undecidable'), falseAlarm, unlabelled: 0, ...(decided ? { precision: confirmed / decided } : {}) }
}).filter((count) => count.precision !== undefined)

const bare = ({ history, ...alert }) => alert
const after = (from) => [...alerts.values()].filter((alert) => alert.seq > from).sort((a, b) => a.seq - b.seq)

/** Mostly new alerts; now and then a colleague acknowledges one. */
function happen() {
  const open = [...alerts.values()].filter((alert) => alert.status === 'open')
  if (Math.random() < 0.75 || open.length === 0) put(newAlert(++seq, Date.now(), 'open'))
  else step(open[Math.floor(Math.random() * open.length)], 'acknowledge', 'li.na', {})
}
const every = Number(env.MOCK_EVERY ?? 3000)
if (every > 0) setInterval(happen, every)

const views = []
const counts = (status) => {
  const facets = { severity: {}, status: {}, rule: {}, district: {}, institution: {}, assignee: {}, due: {} }
  const found = after(0).filter((alert) => !status || status.includes(alert.status))
  for (const alert of found) {
    const values = { severity: alert.severity, status: alert.status, rule: alert.rule, district: alert.districtCode, institution: alert.institutionId, assignee: alert.assignee ?? '-' }
    for (const [name, value] of Object.entries(values)) facets[name][value] = (facets[name][value] ?? 0) + 1
  }
  return { total: found.length, ...facets }
}

const moves = { investigate: [['open', 'acknowledged'], 'acknowledged'], release: [['open', 'acknowledged'], 'open'], undo: [['acknowledged', 'resolved', 'dismissed'], 'open'], acknowledge: [['open'], 'acknowledged'], assign: [['open', 'acknowledged'], ''], resolve: [['open', 'acknowledged', 'silenced'], 'resolved'], dismiss: [['open', 'acknowledged', 'silenced'], 'dismissed'], reopen: [['resolved', 'dismissed'], 'open'] }

function step(alert, action, by, body) {
  const [from, to] = moves[action]
  if (!from.includes(alert.status)) return false
  const at = new Date().toISOString()
  const next = { ...alert, seq: ++seq, changedAt: at, status: to || alert.status, action, by, ...(['acknowledge', 'investigate'].includes(action) ? { assignee: alert.assignee ?? by } : {}), investigatingSince: action === 'investigate' ? at : undefined, ...(to && to !== 'open' ? { dueAt: undefined, dueSoonAt: undefined, ...(to === 'acknowledged' && Date.parse(alert.escalatesAt) <= Date.now() ? {} : { escalatesAt: undefined }) } : {}), ...(body.assignee ? { assignee: body.assignee } : {}), ...(body.outcome ? { outcome: body.outcome } : {}) }
  next.history = [...alert.history, { seq, at, by, action, status: next.status, ...body }]
  put(next)
  return next
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://mock')
  const json = (status, body) => {
    response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' })
    response.end(JSON.stringify(body))
  }
  const problem = (status, detail) => json(status, { title: 'Problem', status, detail })
  let text = ''
  for await (const chunk of request) text += chunk
  const body = text ? JSON.parse(text) : {}
  const path = url.pathname

  if (path === '/health/ready') return json(200, { status: 'ready', warnings: [{ code: 'calendar-missing', detail: 'The working days of 2027 are not known.', years: [2027] }] })
  if (path === '/mock/drop') return sockets.forEach((end) => end()), response.end()
  if (path === '/mock/raise') { for (let n = Number(url.searchParams.get('n') ?? 1); n > 0; n--) put(newAlert(++seq, Date.now(), 'open')); return response.end() }
  if (path === '/mock/ack') { step(alerts.get(url.searchParams.get('id')), 'acknowledge', 'li.na', {}); return response.end() }
  if (env.MOCK_SLOW && /^\/(v1|api)/.test(path)) await new Promise((resolve) => setTimeout(resolve, Number(env.MOCK_SLOW)))

  if (path === '/api/sign-in') return json(200, env.MOCK_OIDC ? { oidc: { name: env.MOCK_OIDC } } : {})
  if (path === '/api/session' || path === '/api/session/stay') {
    if (request.method === 'DELETE') signedIn = false
    if (request.method === 'POST' && path === '/api/session') {
      if (body.user !== 'admin' || body.password !== 'admin') return problem(401, '')
      signedIn = true
    }
    const at = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString()
    return signedIn ? json(200, { now: at(0), ends: at(Number(env.MOCK_IDLE ?? 30)), expires: at(600), user: 'admin', csrf: 'mock', role: 'administrator', districts: [], institutions: [], mustChange: false, rights: ['read', 'triage', 'reveal', 'investigate', 'read-policies', 'edit-policies', 'read-audit', 'manage-access', 'share', 'supervise', 'read-shadows', 'read-access'] }) : problem(401, '')
  }
  if (/^\/(v1|hubs)\//.test(path) && !signedIn) return problem(401, '')
  if (path === '/hubs/alerts/negotiate') return env.MOCK_HUB === 'off' ? problem(503, '') : negotiate(response)
  if (path === '/v1/rules') return json(200, { items: rules.map(({ id, title, severity, citations }) => ({ id, title, severity, thresholds: [], citations })) })
  if (/^\/v1\/alerts\/[^/]+\/officers$/.test(path)) return json(200, { items: [{ name: 'admin', role: 'administrator' }, { name: 'li.na', displayName: '李娜', role: 'officer' }] })
  const entry = /^\/v1\/events\/(\d+)$/.exec(path)
  if (entry) return env.MOCK_FAIL === 'entry' ? problem(503, '') : journal.has(Number(entry[1])) ? json(200, journal.get(Number(entry[1]))) : problem(404, '')
  if (path === '/v1/alerts') {
    if (env.MOCK_FAIL === 'list') return problem(503, '')
    const status = url.searchParams.get('status')?.split(',')
    const newest = url.searchParams.get('order') === 'newest'
    const before = Number(url.searchParams.get('before') ?? 0)
    const found = newest ? after(0).reverse().filter((alert) => before === 0 || alert.seq < before) : after(Number(url.searchParams.get('after') ?? 0))
    const items = found.filter((alert) => !status || status.includes(alert.status)).slice(0, Number(url.searchParams.get('limit') ?? 100)).map(bare)
    return json(200, { items, next: items.at(-1)?.seq ?? Number(url.searchParams.get(newest ? 'before' : 'after') ?? 0), position: seq })
  }
  if (path === '/v1/alerts/counts') return json(200, counts(url.searchParams.get('status')?.split(',')))
  if (path === '/v1/triage') {
    return json(200, { results: body.items.map(({ id, ifSeq }) => {
      const alert = alerts.get(id)
      const next = alert && alert.seq === ifSeq && step(alert, body.action, 'admin', body)
      return next ? { id, status: 'done', alert: bare(next) } : alert ? { id, status: 'conflict', alert: bare(alert) } : { id, status: 'not-found' }
    }) })
  }
  if (path === '/v1/triage/next') {
    const free = after(0).filter((alert) => alert.status === 'open' && !alert.assignee).sort((a, b) => (a.severity < b.severity ? -1 : 1))[0]
    if (!free) return response.writeHead(204), response.end()
    return json(200, bare(step(free, 'assign', 'admin', { assignee: 'admin' })))
  }
  if (path === '/v1/attendance') return request.method === 'POST' ? (response.writeHead(204), response.end()) : json(200, { at: new Date(Date.now() - 3_600_000).toISOString(), raised: { P1: 1, P3: 4 }, closed: 3, withdrawn: 0, mine: 1, overdue: 2 })
  if (path === '/v1/views' && request.method === 'GET') return json(200, { items: views })
  if (path === '/v1/views') {
    const view = { ...body, id: body.id ?? `view-${views.length + 1}`, owner: 'admin', mine: true, defaultFor: [], default: false }
    views.splice(views.findIndex((one) => one.id === view.id) >>> 0, 1, view)
    return json(200, view)
  }
  const oneView = /^\/v1\/views\/([\w-]+)(\/default(?:\/end)?)?$/.exec(path)
  if (oneView) {
    const at = views.findIndex((one) => one.id === oneView[1])
    if (at < 0) return problem(404, '')
    if (request.method === 'DELETE') return views.splice(at, 1), response.writeHead(204), response.end()
    views[at].defaultFor = oneView[2].endsWith('end') ? [] : [body.role]
    return json(200, views[at])
  }
  if (path === '/v1/silences') return env.MOCK_FAIL === 'silences' ? problem(503, '') : json(200, { items: silences })
  const ending = /^\/v1\/silences\/([\w-]+)\/end$/.exec(path)
  if (ending) {
    const ended = silences.find((one) => one.id === ending[1])
    Object.assign(ended, { status: 'ended', endedAt: new Date().toISOString(), endedBy: 'admin' })
    for (const one of alerts.values()) if (one.silenceId === ended.id) put({ ...one, seq: ++seq, status: 'open', silencedUntil: undefined, silenceId: undefined })
    return json(200, ended)
  }
  const policy = policies(path, request.method, body, alerts)
  if (policy) return json(...policy)
  if (path === '/v1/outcomes') return env.MOCK_FAIL === 'outcomes' ? problem(503, '') : json(200, { items: outcomes() })
  const alert = /^\/v1\/alerts\/([^/]+)(?:\/(\w+))?$/.exec(path)
  if (alert) {
    const found = alerts.get(decodeURIComponent(alert[1]))
    if (env.MOCK_FAIL === 'detail') return problem(503, '')
    if (!found) return problem(404, '')
    if (request.method === 'GET') return json(200, found)
    if (request.headers['x-csrf'] !== 'mock') return problem(403, 'csrf')
    if (['resolve', 'dismiss'].includes(alert[2]) && !body.note) return problem(400, 'note')
    if (alert[2] === 'silence') {
      const silence = { id: `silence-${silences.length + 1}`, seq: ++seq, rule: found.rule, subjectKind: body.subject, subjectId: found[`${body.subject}Id`], severity: found.severity, alertId: found.id, reason: body.reason, by: 'admin', at: new Date().toISOString(), until: body.until, status: 'active' }
      silences.push(silence)
      for (const one of alerts.values()) {
        if (one.rule === found.rule && one[`${body.subject}Id`] === silence.subjectId) put({ ...one, seq: ++seq, status: 'silenced', silencedUntil: body.until, silenceId: silence.id, history: [...one.history, { seq, at: silence.at, by: 'admin', action: 'silence', status: 'silenced', note: body.reason, silencedUntil: body.until }] })
      }
      return json(200, silence)
    }
    const next = step(found, alert[2], 'admin', body)
    return next ? json(200, bare(next)) : problem(409, '')
  }
  if (/^\/(v1|api|hubs)\//.test(path)) return problem(404, '')

  // What the silo does with files: an unknown path is the board's own, and nothing comes from elsewhere.
  const file = join(dist, normalize(path))
  const chosen = existsSync(file) && extname(file) ? file : join(dist, 'index.html')
  response.writeHead(200, { 'Content-Type': media[extname(chosen)] ?? 'application/octet-stream', 'Content-Security-Policy': "default-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'" })
  response.end(readFileSync(chosen))
})

server.on('upgrade', (request, socket) => {
  const end = accept(request, socket, (send, from) => {
    for (const alert of after(from)) send(bare(alert))
    const tell = (alert) => send(bare(alert))
    listeners.add(tell)
    return () => listeners.delete(tell)
  })
  sockets.add(end)
  socket.on('close', () => sockets.delete(end))
})

server.listen(Number(env.MOCK_PORT ?? 5080), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
