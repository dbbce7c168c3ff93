/** The open office and the person who acts, known to every page. */
import { computed, effectScope, shallowRef, watch } from 'vue'
import { actor, call, type Output } from '@/host'
import { useQuery } from '@/host/query'
import { dayOf } from '@/shared/dates'
import { forgetDeeds } from '@/shared/undo'

type Status = Output<'host.status'>

export const status = shallowRef<Status | null>(null)
export const isOpen = computed(() => status.value?.open ?? false)

/** Asks the host anew: an office was opened, made or closed. */
export async function refreshStatus(): Promise<Status> {
  status.value = await call('host.status', {})
  return status.value
}

const scope = effectScope(true)
const queries = scope.run(() => ({
  overview: useQuery('office.overview', () => (isOpen.value ? {} : null)),
  people: useQuery('people.list', () => (isOpen.value ? {} : null)),
  workbench: useQuery('dashboards.workbench', () => (isOpen.value ? {} : null)),
  labels: useQuery('rules.labels', () => (isOpen.value ? {} : null)),
}))!

export const overview = queries.overview
export const people = queries.people
export const workbench = queries.workbench
export const labelsQuery = queries.labels

/** The acting person, if one is chosen. */
export const me = computed(() => people.data.value?.find((p) => p.id === actor.value) ?? null)

/** Today at the office, as the program knows it. */
export const today = computed(() => workbench.data.value?.today ?? dayOf(Date.now()))

const key = (office: string) => `greenroom.actor.${office}`

/** Chooses who acts from now on; the undo line of another person is not theirs. */
export function actAs(id: string) {
  if (actor.value !== id) forgetDeeds()
  actor.value = id
  const office = overview.data.value?.id
  if (office) localStorage.setItem(key(office), id)
}

scope.run(() =>
  watch([overview.data, people.data], ([office, list]) => {
    if (!office || !list?.length) return
    if (actor.value && list.some((p) => p.id === actor.value)) return
    const remembered = localStorage.getItem(key(office.id))
    const fits = list.find((p) => p.id === remembered && !p.retired)
      ?? list.find((p) => p.roles.includes('inspector') && !p.retired) ?? list[0]
    actor.value = fits?.id ?? null
  }),
)

/** The Chinese words of a code, from the rule packs; the code itself where no pack names it. */
export function words(group: string, code: string | null | undefined): string {
  if (!code) return '—'
  return labelsQuery.data.value?.[group]?.[code] ?? code
}

/** A sentence in which a code of the record stands, with the code's words in its place. */
export function spoken(text: string): string {
  const groups = ['checkResult', 'checkReason', 'findingState', 'rectificationState', 'ratingState', 'recheckResult', 'visitKind'].map((g) => labelsQuery.data.value?.[g] ?? {})
  return text.replace(/\b[a-z][A-Za-z]+\b/g, (code) => groups.find((g) => code in g)?.[code] ?? code)
}

/** All codes of a group with their words, in the pack's order. */
export function options(group: string): { value: string; label: string }[] {
  return Object.entries(labelsQuery.data.value?.[group] ?? {}).map(([value, label]) => ({ value, label: label ?? value }))
}
