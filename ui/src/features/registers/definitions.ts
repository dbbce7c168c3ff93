/** The registers and their fields, as the program defines them; nothing of a field is known here. */
import { computed } from 'vue'
import { useQuery } from '@/host/query'
import type { Output } from '@/host'
import { words } from '@/shell/session'

export type Definition = Output<'registers.definitions'>[number]
export type Field = Definition['fields'][number]

export function useDefinitions() {
  const q = useQuery('registers.definitions', () => ({}))
  const of = (register: string) => computed(() => q.data.value?.find((d) => d.register === register) ?? null)
  return { q, of }
}

/** What a person reads for a stored value. */
export function shown(field: Pick<Field, 'kind' | 'labelGroup'>, value: string | null | undefined): string {
  if (!value) return ''
  if (field.kind === 'enum' && field.labelGroup) return words(field.labelGroup, value)
  return value
}

/** Fields in their groups, in the order in which they were defined. */
export function grouped(fields: Field[]): { group: string; fields: Field[] }[] {
  const groups: { group: string; fields: Field[] }[] = []
  for (const f of fields) {
    const last = groups.find((g) => g.group === f.group)
    if (last) last.fields.push(f)
    else groups.push({ group: f.group, fields: [f] })
  }
  return groups
}

/** A heading without what explains it; a unit such as （分） stays. */
export function brief(label: string): string {
  return label.replace(/（[^（）]{2,}）$/, '')
}
