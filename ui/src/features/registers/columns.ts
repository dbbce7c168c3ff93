/** The columns of a list, each as wide as what stands in it on this page: codes to their last digit, names before the rest. */
import type { Output } from '@/host'
import { textWidth } from '@/shared/columnWidths'
import type { Column } from '@/shared/KeysetTable.vue'
import { spoken, words } from '@/shell/session'
import { brief, shown, type Field } from './definitions'

type Row = Output<'registers.list'>['rows'][number]

/** Padding of a cell, both sides. */
const PAD = 26
/** More than this no column asks for; the rest of a text is in its tip. */
const MOST = 300
/** A text may be cut down to this. */
const LEAST = 108

/** `10-08 检查 发现问题`; another year says which. */
export function contactOf(row: Pick<Row, 'lastContact'>, today: string): string {
  const last = row.lastContact
  if (!last) return ''
  return `${last.on.slice(0, 4) === today.slice(0, 4) ? last.on.slice(5) : last.on} ${spoken(last.words)}`
}

const heading = (label: string) => textWidth(label, 14) + PAD
const widest = (label: string, texts: string[]) => Math.min(MOST, Math.max(heading(label), ...texts.map((t) => textWidth(t) + PAD)))

/** Name first, then the fields, then what happened last. Columns that somebody chose stay, however narrow the window. */
export function columnsOf(fields: Field[], rows: Row[], { own, today }: { own: boolean; today: string }): Column[] {
  const column = (key: string, full: string, texts: string[], { whole = false, least = LEAST, wide = false, align = undefined as Column['align'] } = {}): Column => {
    const label = brief(full)
    const want = widest(label, texts)
    return { key, label, title: label === full ? undefined : full, want, minWidth: whole ? want : Math.min(want, Math.max(least, heading(label))), wide, align }
  }
  const lasting = own && fields.length > 5 ? [] : [
    column('lastContact', '最近接触', rows.map((r) => contactOf(r, today)), { least: 132 }),
    column('openRectifications', '整改', [], { whole: true, align: 'right' }),
    column('rating', '评级', rows.map((r) => (r.rating ? words('ratingRung', r.rating) : '')), { whole: true }),
  ]
  return [
    column('name', '名称', rows.map((r) => r.name), { least: 160 }),
    // An account of 19 digits, or a code of 18, is read to the last one; a word of a list is short.
    ...fields.map((f, i) => column(f.name, f.label, rows.map((r) => shown(f, r.values[f.name])), {
      whole: ['code', 'id', 'date', 'integer'].includes(f.kind), wide: !own && i > 2,
    })),
    ...lasting,
  ]
}
