import type { PolicyAction, PolicyValue, PolicyValues, PolicyVersion, Replay, ShadowAlert, ShadowOutcome, ShadowPage } from '../model/policy.ts'
import { items, request } from './api.ts'

const path = (id: string): string => `/v1/policies/${encodeURIComponent(id)}`

/** What policy editors do; anybody else is answered 403. */
export const policyApi = {
  versions: async (signal?: AbortSignal): Promise<PolicyVersion[]> => items<PolicyVersion>(await request('GET', '/v1/policies', undefined, signal)),

  version: async (id: string, signal?: AbortSignal): Promise<PolicyVersion> => (await request('GET', path(id), undefined, signal)) as PolicyVersion,

  values: async (signal?: AbortSignal): Promise<PolicyValues> => (await request('GET', '/v1/policy-values', undefined, signal)) as PolicyValues,

  /** A new draft, or an earlier one anew. */
  draft: async (body: { title: string; values: PolicyValue[] }, id?: string): Promise<PolicyVersion> =>
    (await request('POST', id === undefined ? '/v1/policies' : `${path(id)}/revise`, body)) as PolicyVersion,

  step: async (id: string, action: PolicyAction, body: { note?: string; from?: string }): Promise<PolicyVersion> =>
    (await request('POST', `${path(id)}/${action}`, body)) as PolicyVersion,

  replays: async (signal?: AbortSignal): Promise<Replay[]> => items<Replay>(await request('GET', '/v1/replays', undefined, signal)),

  replay: async (id: string, signal?: AbortSignal): Promise<Replay> => (await request('GET', `/v1/replays/${encodeURIComponent(id)}`, undefined, signal)) as Replay,

  begin: async (body: { policy: string; from: string; to?: string }): Promise<Replay> => (await request('POST', '/v1/replays', body)) as Replay,

  cancel: async (id: string): Promise<Replay> => (await request('POST', `/v1/replays/${encodeURIComponent(id)}/cancel`, {})) as Replay,

  /** @param query Of the alerts that differ; what is empty is not asked for. */
  shadow: async (query: Record<string, string>, signal?: AbortSignal): Promise<ShadowPage & { outcomes: ShadowOutcome[] }> => {
    const [outcomes, page] = await Promise.all([request('GET', '/v1/shadow/outcomes', undefined, signal), policyApi.shadowAlerts(query, signal)])
    return { ...page, outcomes: items<ShadowOutcome>(outcomes) }
  },

  /** A page of the alerts that differ, after the last one of the page before. */
  shadowAlerts: async (query: Record<string, string>, signal?: AbortSignal): Promise<ShadowPage> => {
    const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''))
    const page = (await request('GET', `/v1/shadow/alerts?${asked}`, undefined, signal)) as Omit<ShadowPage, 'alerts'>
    return { state: page.state, alerts: items<ShadowAlert>(page), total: page.total, next: page.next }
  },

  /** Of what only the shadow finds; the last outcome counts. */
  judge: async (id: string, body: { outcome: string; note: string }): Promise<void> => {
    await request('POST', `/v1/shadow/alerts/${encodeURIComponent(id)}/outcome`, body)
  },
}
