/** Their columns and our fields, and the sum that must hold before anything is written. */
import type { Output } from '@/host'

export interface Choice {
  column: number
  header: string
  field: string | null
  how: string
}

export function mappingOf(found: Pick<Output<'imports.recognise'>, 'mapping'>): Choice[] {
  return found.mapping.map((m) => ({ column: Number(m.column), header: m.header, field: m.field ?? null, how: m.how }))
}

export interface Figures {
  rows: number
  created: number
  updated: number
  unchanged: number
  rejected: number
}

/** Every row is accounted for. */
export function addsUp(f: Figures): boolean {
  return f.rows === f.created + f.updated + f.unchanged + f.rejected
}

/** A field takes one column: choosing it elsewhere frees the first. */
export function assign(choices: Choice[], column: number, field: string | null): Choice[] {
  return choices.map((c) => (c.column === column ? { ...c, field, how: 'manual' } : field && c.field === field ? { ...c, field: null } : c))
}
