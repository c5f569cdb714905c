/** Policy versions, replays and shadows of the stand-in. A replay takes ten seconds. */
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const items = [
  { key: 'geo.fence', unit: 'm', rules: ['GEO-01', 'GEO-02'], values: both(150, 'proposed') },
  { key: 'stf.homeMax', unit: 'persons', rules: ['STF-01'], values: [{ region: 'tianjin', value: 10, basis: 'tianjin-2023-institutions:11', from: '2023-01-01' }, { region: 'jiaxing', value: 10, basis: 'proposed', from: '2020-01-01' }] },
  { key: 'typ.open', unit: 'score', rules: ['T1', 'T2', 'T3', 'T4', 'T5', 'T7', 'T8'], values: both(0.5, 'proposed') },
  { key: 'vis.manualShare', unit: '%', rules: ['VIS-12'], values: both(15, 'proposed') },
]
const known = {
  regions: [{ id: 'tianjin', name: { zh: '天津市', en: 'Tianjin' } }, { id: 'jiaxing', name: { zh: '嘉兴市', en: 'Jiaxing' } }],
  sources: [{ id: 'jiaxing-2019-supervision', title: { zh: '嘉兴', en: 'Jiaxing' }, status: 'trial', articles: ['10(1)', '13'] }, { id: 'tianjin-2023-institutions', title: { zh: '天津', en: 'Tianjin' }, status: 'draft', articles: ['11', '25'] }],
  items,
}
const words = { approve: 'approved', reject: 'rejected', publish: 'published', withdraw: 'withdrawn', shadow: 'shadowed', unshadow: 'unshadowed' }
const versions = []
const replays = []

function both(value, basis) {
  return ['tianjin', 'jiaxing'].map((region) => ({ region, value, basis, from: '2016-01-01' }))
}

for (const [title, status, author] of [['放宽居家照护人数', 'live', 'li.na'], ['收紧手工补录比例', 'rejected', 'admin'], ['山区围栏 300 米', 'draft', 'li.na']]) {
  const version = draft({ title, values: [{ region: 'tianjin', key: 'geo.fence', value: 300, unit: 'm', proposed: '山区住所定位漂移，150 米误报多' }, { region: 'jiaxing', key: 'stf.homeMax', value: 8, unit: 'persons', citation: { source: 'jiaxing-2019-supervision', article: '13' } }] }, author)
  if (status !== 'draft') step(version, status === 'live' ? 'approve' : 'reject', { note: '误报依据不足，请补充' }, 'wang.fang')
  if (status === 'live') step(version, 'publish', { from: '2026-10-01' }, 'li.na')
}

function draft(body, by) {
  const version = { id: `policy-${versions.length + 1}`, status: 'draft', authors: [by], ...body, history: [] }
  versions.push(version)
  return note(version, 'drafted', by)
}

function note(version, action, by, more = {}) {
  version.history.push({ seq: version.history.length + 1, at: new Date().toISOString(), by, action, ...more })
  return version
}

function step(version, action, body, by) {
  if (action === 'approve' || action === 'reject') Object.assign(version, { status: words[action], reviewer: by })
  if (action === 'publish') Object.assign(version, { status: 'live', from: body.from, shadowFrom: undefined })
  if (action === 'withdraw') Object.assign(version, { status: 'withdrawn', shadowFrom: undefined })
  if (action === 'shadow') version.shadowFrom = body.from
  if (action === 'unshadow') version.shadowFrom = undefined
  return note(version, words[action], by, body.note ? { note: body.note } : {})
}

function differences(alerts) {
  return [...alerts.values()].filter((alert) => alert.rule === 'GEO-01').slice(0, 9).map((alert, n) => ({
    id: alert.id, rule: alert.rule, ...(n % 3 === 1 ? {} : { before: alert }), ...(n % 3 === 0 ? {} : { after: { ...alert, severity: 'P4' } }),
  }))
}

function shown(replay, alerts) {
  const seconds = (Date.now() - replay.began) / 1000
  const status = replay.cancelled ? 'cancelled' : seconds > 10 ? 'done' : 'running'
  const position = Math.round(Math.min(1, seconds / 10) * 48_200)
  const { began, cancelled, ...rest } = replay
  return {
    ...rest, status, progress: { events: position, position, lastSeq: 48_200, seconds: Math.min(seconds, 10) },
    ...(status === 'done' ? { counts: [{ rule: 'ELG-01', before: 4, appear: 0, vanish: 0, change: 0 }, { rule: 'GEO-01', before: 61, appear: 3, vanish: 3, change: 3 }], overtaken: [{ region: 'tianjin', key: 'geo.fence', from: '2026-07-01', value: 300, unit: 'm' }], alerts: differences(alerts) } : {}),
  }
}

/** @returns {[number, unknown] | undefined} Status and body; nothing where the path is another's. */
export function policies(path, method, body, alerts) {
  const [, kind, id, action] = /^\/v1\/(policies|replays|shadow|policy-values)(?:\/([\w-]+))?(?:\/(\w+))?$/.exec(path) ?? []
  if (!kind) return undefined
  if (process.env.MOCK_FAIL === 'policies') return [503, { title: 'Problem', status: 503, detail: '' }]
  if (process.env.MOCK_ROLE === 'officer') return [403, { title: 'Problem', status: 403, detail: '' }]
  if (kind === 'policy-values') return [200, known]
  if (kind === 'shadow') {
    const tried = versions.filter((version) => version.shadowFrom)
    const state = { status: tried.length > 0 ? 'following' : 'none', versions: tried.map((version) => version.id), rules: [], position: 48_200, lastSeq: 48_200 }
    const count = (of, confirmed, falseAlarm) => ({ alerts: of, confirmed, notConfirmed: 2, undecidable: 1, falseAlarm, precision: confirmed / (confirmed + 2 + falseAlarm) })
    if (id === 'outcomes') return [200, { state, items: [{ rule: 'GEO-01', live: count(61, 12, 20), shadow: count(40, 12, 4), appear: 3, vanish: 24, change: 3 }] }]
    const items = differences(alerts)
    return [200, { state, items, total: items.length }]
  }
  if (kind === 'replays') {
    if (method === 'POST' && !id) replays.unshift({ id: `replay-${replays.length + 1}`, policy: body.policy, from: body.from, ...(body.to ? { to: body.to } : {}), began: Date.now() })
    const replay = replays.find((one) => one.id === id) ?? replays[0]
    if (action === 'cancel') replay.cancelled = true
    return method === 'GET' && !id ? [200, { items: replays.map((one) => shown(one, alerts)) }] : [200, shown(replay, alerts)]
  }
  if (!id) return method === 'POST' ? [200, draft(body, 'admin')] : [200, { items: versions }]
  const version = versions.find((one) => one.id === id)
  if (!version) return [404, { title: 'Problem', status: 404, detail: '' }]
  if (action === 'revise') return [200, note(Object.assign(version, body, { status: 'draft' }), 'revised', 'admin')]
  if (action === 'publish' && body.from <= today()) return [400, { title: 'Problem', status: 400, detail: 'The first day must lie after today.' }]
  return [200, action ? step(version, action, body, 'admin') : version]
}

/** A suspicion that rests on some of the alerts. */
export function suspicion(seq, alerts) {
  const of = [...alerts.values()].filter((alert) => alert.caregiverId).slice(0, 3)
  const at = new Date().toISOString()
  return {
    ...of[0], id: 'T2-0123456789abcdef0123', seq, rule: 'T2', ruleVersion: 1, severity: 'P1', status: 'open', title: { zh: '疑似挂空单', en: 'Suspected orders without visits' }, raisedAt: at, changedAt: at,
    figures: { score: { value: 0.831, unit: 'score', limit: 0.5, basis: 'proposed' }, urgentScore: { value: 0.831, unit: 'score', limit: 0.8, basis: 'proposed' }, findings: { value: 5, unit: 'findings' } },
    contributions: [['GEO-03', 'P1', 0.6, 0.6, 3], ['GEO-05', 'P2', 0.35, 0.14, 1], ['IDN-06', 'P2', 0.35, 0.091, 1]].map(([rule, severity, weight, added, findings], n) => ({ rule, severity, weight, basis: 'proposed', added, findings, alertIds: [of[n % of.length].id] })),
    history: [{ seq, at, by: 'system', action: 'raised', status: 'open' }],
  }
}
