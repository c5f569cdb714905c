/** Invented alerts for working on the board. Deterministic, so that two screenshots can be compared. */

let state = 20261122
const random = () => ((state = (state * 1664525 + 1013904223) >>> 0), state / 2 ** 32)
const int = (from, to) => from + Math.floor(random() * (to - from + 1))
const one = (list) => list[int(0, list.length - 1)]
const weighted = (...pairs) => {
  let at = random() * pairs.reduce((sum, [, weight]) => sum + weight, 0)
  return pairs.find(([, weight]) => (at -= weight) < 0)?.[0] ?? pairs[0][0]
}

const cite = (source, article, status, text) => ({ source, article, status, text })
const catalogue = cite('tianjin-2023-catalogue', '4', 'draft', '护理人员提供居家护理服务时，应当实时定位，并留存服务起止时间、服务内容等信息。（示例文字）')
const stop = cite('jiaxing-2019-supervision', '10(1)', 'trial', '参保人员住院治疗期间，暂停享受长期护理保险待遇；定点护理机构应当及时停止结算。（示例文字）')
const draft = cite('tianjin-2023-agency', '6', 'draft', '委托经办机构应当对护理服务过程开展远程监管和现场巡查。（示例文字）\n（1）受理申请：对材料有疑议的，应当进一步核实确认，并在规定的工作日内告知结果。\n（2）开展评估：评估小组以书面、现场等形式开展评估，内容包括资质情况、场地设施、人员配置、管理能力、服务承诺等。\n（3）结果公示：评估合格的纳入名单并向社会公示，不合格的告知理由，提出整改意见。')
const own = cite('ltcactors', 'VIS-08', 'proposed', '相邻两次定位之间的移动速度不应超过城市道路通行条件。（示例文字）')

export const rules = [
  { id: 'ELG-01', severity: 'P1', title: { zh: '死亡后仍有护理服务', en: 'Care recorded after death' }, citations: [stop], figures: () => ({ lastServiceAfterDeath: { value: int(1, 40), unit: 'h', limit: 0, basis: 'jiaxing-2019-supervision:10(1)' } }), notes: ['died', 'check-in'] },
  { id: 'ELG-02', severity: 'P1', title: { zh: '住院期间享受居家待遇', en: 'Home visit during an in-patient stay' }, citations: [stop, draft], figures: () => ({ overlap: { value: int(12, 180), unit: 'min', limit: 0, basis: 'jiaxing-2019-supervision:10(1)' } }), notes: ['admitted', 'check-in', 'check-out'] },
  { id: 'VIS-06', severity: 'P1', title: { zh: '护理人员同一时间在两处服务', en: 'One caregiver in two places at once' }, citations: [catalogue, own], figures: () => ({ overlap: { value: int(6, 95), unit: 'min', limit: 5, basis: 'proposed' }, distance: { value: int(400, 9000), unit: 'm' } }), notes: ['check-in', 'check-out', 'check-in'] },
  { id: 'VIS-08', severity: 'P1', title: { zh: '不可能的移动速度', en: 'Travel faster than possible' }, citations: [own], figures: () => ({ speed: { value: int(1300, 4100) / 10, unit: 'km/h', limit: 120, basis: 'proposed' } }), notes: ['check-out', 'check-in'] },
  { id: 'ELG-08', severity: 'P2', title: { zh: '未办理月度待遇延续', en: 'No monthly continuation on record' }, citations: [stop], figures: () => ({}), notes: ['claim-line', 'check-in'] },
  { id: 'VIS-07', severity: 'P2', title: { zh: '参保人员同时接受两人服务', en: 'Two caregivers with one person at once' }, citations: [catalogue], figures: () => ({ overlap: { value: int(6, 60), unit: 'min', limit: 5, basis: 'proposed' } }), notes: ['check-in', 'check-in'] },
  { id: 'STF-02', severity: 'P2', title: { zh: '护理人员服务人数超过上限', en: 'Caregiver serves more persons than allowed' }, citations: [cite('tianjin-2023-institutions', '11', 'draft', '每名护理人员同期服务的失能人员不超过十人。（示例文字）')], figures: () => ({ mostPersons: { value: int(11, 14), unit: 'persons', limit: 10, basis: 'tianjin-2023-institutions:11' } }), notes: ['arranged', 'plan'] },
  { id: 'GEO-01', severity: 'P3', title: { zh: '签到位置超围栏', en: 'Check-in outside the home fence' }, citations: [catalogue, draft], figures: () => ({ certainDistance: { value: int(20, 900), unit: 'm', limit: 0, basis: 'proposed' }, accuracy: { value: int(5, 80), unit: 'm', limit: 100, basis: 'proposed' } }), notes: ['check-in', 'registered'] },
  { id: 'VIS-01', severity: 'P3', title: { zh: '缺少签退', en: 'No check-out' }, citations: [catalogue], figures: () => ({ checkOutAfter: { value: int(130, 900), unit: 'min', limit: 120, basis: 'proposed' } }), notes: ['check-in', 'plan'] },
  { id: 'VIS-04', severity: 'P3', title: { zh: '服务时长过短', en: 'Visit too short' }, citations: [draft], figures: () => ({ duration: { value: int(2, 30), unit: 'min', limit: 48, basis: 'proposed' }, plannedShare: { value: int(4, 60), unit: '%', limit: 80, basis: 'proposed' } }), notes: ['check-in', 'check-out', 'plan'] },
  { id: 'GEO-04', severity: 'P4', title: { zh: '签到时定位关闭', en: 'Location off at check-in' }, citations: [catalogue], figures: () => ({ mostInWindow: { value: 1, unit: 'visits', limit: 3, basis: 'proposed' } }), notes: ['check-in'] },
  { id: 'ELG-05', severity: 'P4', title: { zh: '失能评估即将到期', en: 'Assessment about to expire' }, citations: [cite('tianjin-2024-assessment', '11', 'in-force', '评估结论有效期一般不超过两年。（示例文字）')], figures: () => ({ daysAfterExpiry: { value: int(3, 30), unit: 'd', limit: 30, basis: 'proposed' } }), notes: ['assessed'] },
]

const districts = ['120101', '120102', '120103', '120104', '120105', '120106', '120110', '120111', '120112', '120113', '120114', '120115', '120116', '120117', '120118', '120119', '330402', '330411', '330483']
const types = { 'check-in': 'ltc.visit.checked-in', 'check-out': 'ltc.visit.checked-out', died: 'ltc.person.died', admitted: 'ltc.person.hospitalised' }

export const journal = new Map()
let journalSeq = 40_000
let alertNo = 0

export function newAlert(seq, at, status) {
  const rule = weighted(...rules.map((r) => [r, { P1: 1, P2: 3, P3: 8, P4: 4 }[r.severity]]))
  const no = ++alertNo
  const person = `ltc-p-${int(100000, 999999)}`
  const occurred = new Date(at - int(1, 90) * 60_000 - (no % 11 === 0 ? 86_400_000 * int(2, 20) : 0))
  const visitId = `v-${int(10_000_000, 99_999_999)}`
  const evidence = rule.notes.map((note, i) => {
    const entry = { seq: ++journalSeq, source: '/agency/visits', id: `${visitId}-${note}`, note, occurredAt: new Date(occurred.getTime() - i * 1_800_000).toISOString() }
    journal.set(entry.seq, {
      seq: entry.seq,
      recordedAt: new Date(at).toISOString(),
      event: { specversion: '1.0', type: types[note] ?? `ltc.person.${note}`, source: entry.source, id: entry.id, subject: person, time: entry.occurredAt, datacontenttype: 'application/json', data: { visitId, caregiverId: `cg-${int(1000, 9999)}`, position: { lat: 39.1 + random() / 10, lon: 117.1 + random() / 10, accuracy: int(5, 60) }, channel: 'mobile', photoHash: 'sha256:' + int(1e8, 9e8).toString(16) } },
    })
    return entry
  })
  const alert = {
    id: `${rule.id}-${(no * 2654435761 % 2 ** 32).toString(16).padStart(8, '0')}`,
    seq, rule: rule.id, ruleVersion: '1', severity: rule.severity, title: rule.title, status,
    occurredAt: occurred.toISOString(), raisedAt: new Date(at).toISOString(), changedAt: new Date(at).toISOString(),
    decidedLate: no % 11 === 0, personId: person, caregiverId: `cg-${int(1000, 9999)}`, institutionId: `inst-${int(100, 260)}`,
    districtCode: one(districts), visitIds: [visitId], citations: rule.citations, evidence, figures: rule.figures(),
    history: [{ seq, at: new Date(at).toISOString(), by: 'system', action: 'raised', status: 'open' }],
  }
  const term = { P1: 15, P2: 240, P3: 4_320 }[rule.severity]
  if (status === 'open' && term) Object.assign(alert, { dueAt: new Date(at + term * 60_000).toISOString(), dueSoonAt: new Date(at + term * 45_000).toISOString(), escalatesAt: new Date(at + term * 60_000).toISOString() })
  if (status !== 'open') {
    alert.assignee = one(['wang.lei', 'li.na', 'admin'])
    alert.history.push({ seq, at: new Date(at).toISOString(), by: alert.assignee, action: { acknowledged: 'acknowledge', resolved: 'resolve', dismissed: 'dismiss', withdrawn: 'withdrawn' }[status], status, ...(status === 'acknowledged' ? {} : { note: '已电话核实，机构补交说明。（示例）' }) })
    if (status === 'resolved') alert.outcome = one(['confirmed', 'not-confirmed'])
    if (status === 'dismissed') alert.outcome = 'false-alarm'
  }
  return alert
}

export const someStatus = () => weighted(['open', 60], ['acknowledged', 18], ['resolved', 12], ['dismissed', 7], ['withdrawn', 3])
