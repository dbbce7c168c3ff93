/** Their columns and our fields, and the sums that must hold before anything is written. */
import type { Output } from '@/host'

export interface Choice {
  column: number
  header: string
  field: string | null
  /** A field whose name is much like the header: offered, never taken by itself. */
  suggestion: string | null
  how: string
}

export function mappingOf(found: Pick<Output<'imports.recognise'>, 'mapping'>): Choice[] {
  return found.mapping.map((m) => ({ column: Number(m.column), header: m.header, field: m.field ?? null, suggestion: m.suggestion ?? null, how: m.how }))
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

/** The figures as they will be when these changed rows are not adopted. */
export function without(f: Figures, declined: number): Figures {
  return { rows: f.rows, created: f.created, updated: f.updated - declined, unchanged: f.unchanged, rejected: f.rejected + declined }
}

/** A field takes one column: choosing it elsewhere frees the first. */
export function assign(choices: Choice[], column: number, field: string | null): Choice[] {
  return choices.map((c) => (c.column === column ? { ...c, field, how: 'manual' } : field && c.field === field ? { ...c, field: null } : c))
}

/** `6 个` or nothing: how many rows the sender says there are; full-width digits count as digits. */
export function statedOf(text: string): number | undefined {
  const digits = text.replace(/[０-９]/g, (d) => String.fromCharCode(d.charCodeAt(0) - 0xfee0)).replace(/[,，\s行户条个]/g, '')
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined
}
