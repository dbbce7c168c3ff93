/** Columns by date and the words of a recheck. */
import type { Output } from '@/host'
import type { Tone } from '@/shared/StatusTag.vue'

export type Row = Output<'rectifications.list'>[number]

export const columns: { key: Row['column']; title: string; tone: Tone }[] = [
  { key: 'overdue', title: '逾期', tone: 'overdue' },
  { key: 'today', title: '今日', tone: 'due' },
  { key: 'soon', title: '3 个工作日内', tone: 'doing' },
  { key: 'later', title: '以后', tone: 'plain' },
  { key: 'noDate', title: '期限待核', tone: 'draft' },
]

export const results: { key: string; code: 'corrected' | 'partly' | 'notCorrected' | 'unreachable'; words: string }[] = [
  { key: '1', code: 'corrected', words: '已改正' },
  { key: '2', code: 'partly', words: '部分改正' },
  { key: '3', code: 'notCorrected', words: '未改正' },
  { key: '4', code: 'unreachable', words: '通过登记住所（经营场所）/实际经营地址无法联系' },
]

export const findingStates: { code: 'verifying' | 'filed' | 'notFiled' | 'transferred'; words: string }[] = [
  { code: 'verifying', words: '核查' },
  { code: 'filed', words: '立案' },
  { code: 'notFiled', words: '不予立案' },
  { code: 'transferred', words: '移交办案机构（案源登记）' },
]

/** What the chip on a card says. */
export function chip(row: Pick<Row, 'column' | 'daysLeft'>): { tone: Tone; words: string } {
  const n = row.daysLeft
  if (row.column === 'overdue') return { tone: 'overdue', words: n ? `逾期 ${Math.abs(n)} 个工作日` : '已逾期' }
  if (row.column === 'today') return { tone: 'due', words: '今日' }
  if (row.column === 'noDate') return { tone: 'draft', words: '期限待核' }
  if (row.column === 'closed') return { tone: 'done', words: '办结' }
  // None of the days left is a working day: the last one has begun.
  if (n === 0) return { tone: 'due', words: '不足 1 个工作日' }
  return { tone: 'doing', words: n != null ? `剩 ${n} 个工作日` : '期限内' }
}
