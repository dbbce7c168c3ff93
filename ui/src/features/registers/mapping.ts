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

export interface Part {
  key: 'created' | 'updated' | 'unchanged' | 'rejected'
  word: string
  rows: number
  /** Share of the rows read, in words of a person: `13%`, `不到 1%`. */
  share: string
}

/** What became of the rows, in the order of the receipt. */
export function parts(f: Figures): Part[] {
  const words: [Part['key'], string][] = [['created', '新增'], ['updated', '更新'], ['unchanged', '相同'], ['rejected', '退回']]
  return words.map(([key, word]) => ({ key, word, rows: f[key], share: share(f[key], f.rows) }))
}

function share(rows: number, all: number): string {
  if (!rows) return '0%'
  if (rows === all) return '100%'
  const percent = Math.round((rows / all) * 100)
  return percent < 1 ? '不到 1%' : percent > 99 ? '超过 99%' : `${percent}%`
}

/** Rows with the same reason together, the most frequent first. */
export function byReason(rejects: { row: number | bigint; reason: string }[]): { reason: string; rows: number[] }[] {
  const found = new Map<string, number[]>()
  for (const r of rejects) found.set(r.reason, [...(found.get(r.reason) ?? []), Number(r.row)])
  return [...found].map(([reason, rows]) => ({ reason, rows })).sort((a, b) => b.rows.length - a.rows.length)
}

/** `3、62–261 等`: row numbers in as few words as they allow. */
export function ranges(rows: number[], most = 6): string {
  const spans: [number, number][] = []
  for (const row of [...rows].sort((a, b) => a - b)) {
    const last = spans.at(-1)
    if (last && row <= last[1] + 1) last[1] = row
    else spans.push([row, row])
  }
  const said = spans.slice(0, most).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`))
  return said.join('、') + (spans.length > most ? ' 等' : '')
}

/** How many of these changed rows change which field, the most frequent first. */
export function changedFields(rows: { changes: { field: string }[] }[]): { field: string; rows: number }[] {
  const found = new Map<string, number>()
  for (const change of rows.flatMap((r) => r.changes)) found.set(change.field, (found.get(change.field) ?? 0) + 1)
  return [...found].map(([field, count]) => ({ field, rows: count })).sort((a, b) => b.rows - a.rows)
}
