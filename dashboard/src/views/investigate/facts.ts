import { districtName } from '../../i18n/districts.ts'
import { i18n, t, word } from '../../i18n/index.svelte.ts'
import { dateTime } from '../../model/format.ts'
import type { EntityKind } from '../../model/route.ts'
import type { EntityView } from '../../net/investigation.ts'
import { institutions } from '../../state/institutions.svelte.ts'
import { withUnit } from '../../ui/figures.ts'

/** One effective-dated fact: from when to when, what, and whose page it leads to. */
export interface FactRow {
  from: string
  to: string
  text: string
  link?: { kind: EntityKind; id: string }
  /** A device, which has no page but its graph. */
  device?: string
  inForce?: boolean
}

export interface FactGroup {
  heading: string
  rows: FactRow[]
}

type Raw = Record<string, unknown>

const list = (view: EntityView, name: string): Raw[] => (Array.isArray(view[name]) ? (view[name] as unknown[]).filter((one): one is Raw => typeof one === 'object' && one !== null) : [])
const ids = (view: EntityView, name: string): string[] => (Array.isArray(view[name]) ? (view[name] as unknown[]).filter((one): one is string => typeof one === 'string') : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')
/** An instant in Beijing time, a date as it stands. */
const day = (value: unknown): string => (text(value).length > 10 ? dateTime(text(value)) : text(value))
const linked = (kind: EntityKind, id: unknown): { link?: { kind: EntityKind; id: string } } => (typeof id === 'string' && id ? { link: { kind, id } } : {})
/** No more digits than are known: a masked home is told to a hundredth of a degree. */
const point = (at: unknown, isMasked = false): string => {
  const { lat, lon } = (at ?? {}) as { lat?: number; lon?: number }
  const digits = isMasked ? 2 : 5
  return typeof lat === 'number' && typeof lon === 'number' ? `${lat.toFixed(digits)}, ${lon.toFixed(digits)}` : ''
}
/** What an institution is called, where that is known. */
const houseOf = (id: unknown): string => institutions.nameOf(text(id)) || text(id)
const joined = (...parts: string[]): string => parts.filter(Boolean).join(' · ')

/** What stands at the head of an entity's page. */
export function headOf(kind: EntityKind, view: EntityView): [label: string, value: string][] {
  const district = districtName(text(view.districtCode) || undefined, i18n.locale)
  const rows: [string, string][] = {
    persons: [[t('fact.birthDate'), day(view.birthDate)], [t('detail.district'), district], [t('fact.ownFence'), view.fenceRadius ? withUnit(Number(view.fenceRadius), 'm') : t('fact.regionFence')]] satisfies [string, string][],
    caregivers: [[t('fact.kind'), word('caregiverKind', text(view.kind))], [t('fact.duty'), dutyOf(view.duty)]] satisfies [string, string][],
    institutions: [[t('detail.district'), district], [t('fact.services'), ids(view, 'services').map((one) => word('careMode', one)).join(', ')], [t('fact.beds'), text(view.beds)], [t('fact.ratio'), view.ratio === undefined ? '' : `${text(view.ratio)} : 1`]] satisfies [string, string][],
    bindings: [[t('fact.inForce'), ids(view, 'inForce').join(', ') || t('fact.nobody')]] satisfies [string, string][],
  }[kind]
  return rows.filter(([, value]) => value !== '')
}

function dutyOf(duty: unknown): string {
  const { duty: where, institutionId } = (duty ?? {}) as Raw
  return joined(word('careMode', text(where)), houseOf(institutionId))
}

/** Everything the view says that begins and ends, by what it is; empty groups are left out. */
export function factsOf(kind: EntityKind, view: EntityView): FactGroup[] {
  const groups: FactGroup[] = { persons: personFacts, caregivers: caregiverFacts, institutions: institutionFacts, bindings: bindingFacts }[kind](view)
  return groups.filter((group) => group.rows.length > 0)
}

const personFacts = (view: EntityView): FactGroup[] => [
  { heading: t('fact.homes'), rows: list(view, 'homes').map((one) => ({ from: day(one.from), to: day(one.to), text: joined(point(one.position, view.masked === true), one.away === true ? t('map.away') : '') })) },
  { heading: t('fact.assessments'), rows: list(view, 'assessments').map((one) => ({ from: day(one.concludedOn), to: day(one.validUntil), text: t('fact.level', { level: text(one.level) }) })) },
  { heading: t('fact.reviews'), rows: list(view, 'reviews').map((one) => ({ from: day(one.concludedOn), to: '', text: t(one.eligible === true ? 'fact.eligible' : 'fact.notEligible') })) },
  { heading: t('fact.arrangements'), rows: list(view, 'arrangements').map((one) => ({ from: day(one.from), to: '', text: joined(word('careMode', text(one.mode)), word('package', text(one.package)), text(one.caregiverId)), ...linked('institutions', one.institutionId) })) },
  { heading: t('fact.stays'), rows: list(view, 'stays').map((one) => ({ from: day(one.admitted), to: day(one.discharged) || t('fact.open'), text: t('fact.inpatient') })) },
  { heading: t('fact.aways'), rows: list(view, 'aways').map((one) => ({ from: day(one.from), to: day(one.to), text: t('fact.away') })) },
  { heading: t('fact.death'), rows: view.died ? [{ from: day((view.died as Raw).effective), to: '', text: t('fact.died', { day: text((view.died as Raw).day) }) }] : [] },
  { heading: t('fact.claims'), rows: list(view, 'claims').map((one) => ({ from: text(one.month).slice(0, 7), to: '', text: joined(text(one.claimId), t('fact.amount', { amount: text(one.amount) }), t('fact.lines', { count: text(one.lines) })), ...linked('institutions', one.institutionId) })) },
]

const caregiverFacts = (view: EntityView): FactGroup[] => [
  { heading: t('fact.employments'), rows: list(view, 'employments').map((one) => ({ from: day(one.from), to: day(one.to), text: joined(word('caregiverKind', text(one.kind)), text(one.qualification), one.certifiedOn ? t('fact.certified', { day: day(one.certifiedOn) }) : ''), ...linked('institutions', one.institutionId) })) },
  { heading: t('fact.clients'), rows: list(view, 'clients').map((one) => ({ from: day(one.since), to: '', text: '', ...linked('persons', one.personId) })) },
  { heading: t('fact.boundTo'), rows: list(view, 'boundTo').map((one) => ({ from: day(one.since), to: '', text: '', ...linked('bindings', one.personId) })) },
  { heading: t('fact.trainings'), rows: list(view, 'trainings').map((one) => ({ from: day(one.completedOn), to: '', text: text(one.course) })) },
  { heading: t('fact.practices'), rows: list(view, 'practices').map((one) => ({ from: day(one.from), to: day(one.to), text: houseOf(one.institutionId), ...linked('persons', one.personId) })) },
  { heading: t('fact.absences'), rows: list(view, 'absences').map((one) => ({ from: day(one.from), to: day(one.to) || t('fact.open'), text: word('absence', text(one.kind)) })) },
  { heading: t('fact.devices'), rows: ids(view, 'devices').map((id) => ({ from: '', to: '', text: '', device: id })) },
  { heading: t('fact.sameName'), rows: ids(view, 'sameNameAs').map((id) => ({ from: '', to: '', text: '', link: { kind: 'caregivers', id } })) },
]

const institutionFacts = (view: EntityView): FactGroup[] => [
  { heading: t('fact.agreements'), rows: list(view, 'agreements').map((one) => ({ from: day(one.from), to: day(one.to), text: t('fact.agreement') })) },
  { heading: t('fact.suspensions'), rows: list(view, 'suspensions').map((one) => ({ from: day(one.from), to: day(one.to) || t('fact.open'), text: t('fact.suspended') })) },
  { heading: t('fact.terminations'), rows: ids(view, 'terminations').map((on) => ({ from: day(on), to: '', text: t('fact.terminated') })) },
  { heading: t('fact.position'), rows: view.position ? [{ from: day(view.designated), to: '', text: point(view.position) }] : [] },
  { heading: t('fact.residents'), rows: ids(view, 'residents').map((id) => ({ from: '', to: '', text: '', link: { kind: 'persons', id } })) },
  { heading: t('fact.staff'), rows: ids(view, 'staff').map((id) => ({ from: '', to: '', text: '', link: { kind: 'caregivers', id } })) },
]

const bindingFacts = (view: EntityView): FactGroup[] => [
  { heading: t('fact.bindings'), rows: list(view, 'bindings').map((one) => ({ from: day(one.from), to: day(one.to), text: t('fact.approved', { day: day(one.approvedOn) }), inForce: one.inForce === true, ...linked('caregivers', one.caregiverId) })) },
  { heading: t('fact.requests'), rows: list(view, 'requests').map((one) => ({ from: day(one.on), to: '', text: t('fact.requested'), ...linked('caregivers', one.caregiverId) })) },
]
