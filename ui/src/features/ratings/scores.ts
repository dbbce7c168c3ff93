/** Scores in tenths of a point, as they are typed and shown; nothing is computed that the program has not computed. */
import type { Output } from '@/host'

export type Rating = Output<'ratings.get'>
export type Indicator = Rating['sections'][number]['indicators'][number]
export type Seat = 'first' | 'second' | 'agreed'

/** 4.5 from 45; whole points without a decimal. */
export function points(tenths: number | null | undefined): string {
  if (tenths == null) return '—'
  return tenths % 10 === 0 ? String(tenths / 10) : (tenths / 10).toFixed(1)
}

export type TypedScore = { kind: 'empty' } | { kind: 'tenths'; tenths: number } | { kind: 'bad'; message: string }

/** Reads a typed score: full-width digits and 。 as a point are folded; one decimal; not above the maximum. */
export function readScore(text: string, max: number): TypedScore {
  const plain = text.replace(/[０-９．]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace('。', '.').trim()
  if (!plain) return { kind: 'empty' }
  if (!/^\d{1,3}(\.\d)?$/.test(plain)) return { kind: 'bad', message: '请写 0 到满分之间的数，最多一位小数。' }
  const tenths = Math.round(Number(plain) * 10)
  return tenths > max ? { kind: 'bad', message: `超过满分 ${points(max)}。` } : { kind: 'tenths', tenths }
}

/** What stands in a rater's cell: own value, covered dots, or a number. */
export function cell(value: number | 'covered' | null | undefined): string {
  if (value === 'covered') return '••'
  return value == null ? '' : points(value)
}
