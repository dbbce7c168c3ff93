/** Stages of a drawn subject, shares and departments in words. */
import type { Output } from '@/host'
import type { Tone } from '@/shared/StatusTag.vue'

export type Plan = Output<'plans.get'>
export type Task = Plan['tasks'][number]
export type Result = Output<'plans.results'>['rows'][number]

export const planTones: Record<string, Tone> = { draft: 'draft', published: 'done', closed: 'plain' }

/** The stages that have a tab of their own, in the order of the work. */
export const stages = [
  { key: 'drawn', words: '全部抽中' }, { key: 'toCheck', words: '待检查' }, { key: 'toConfirm', words: '待组员确认' }, { key: 'toReview', words: '待复核' },
  { key: 'returned', words: '已退回' }, { key: 'toPublish', words: '待公示' }, { key: 'noRoute', words: '不能公示' }, { key: 'published', words: '已公示' },
] as const

/** Conditions that stand behind a figure but have no tab. */
export const otherLists: Record<string, string> = { checked: '已完成检查', checkOverdue: '检查逾期', entryOverdue: '录入公示逾期', unpublished: '未公示' }

/** The departments that usually join. */
export const usualDepartments = ['公安', '文旅', '人社', '网信']

/** `3`, `2.5`, `3%` as hundredths of a percent; null for nothing, NaN for what is no share. */
export function readShare(text: string): number | null {
  const plain = text.normalize('NFKC').replace('%', '').trim()
  if (!plain) return null
  return /^\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : Number.NaN
}

/** Hundredths of a percent as typed. */
export function shareText(share: number | null | undefined): string {
  return share == null ? '' : String(share / 100)
}

/** Where a row stands: the first thing that waits. */
export function standing(row: Pick<Result, 'state' | 'lineId' | 'lineState' | 'reviewPassed' | 'hindrance' | 'entryOverdue'>): { words: string; tone: Tone } {
  if (row.lineId) return { words: row.lineState === 'corrected' ? '已公示（更正）' : '已公示', tone: 'done' }
  if (row.state !== 'finished') return { words: row.state === 'started' ? '检查中' : '待检查', tone: row.state === 'started' ? 'doing' : 'draft' }
  const late: Tone = row.entryOverdue ? 'overdue' : 'due'
  if (row.reviewPassed === true) return row.hindrance ? { words: '不能公示', tone: 'plain' } : { words: '待公示', tone: late }
  if (row.reviewPassed === false) return { words: '复核退回', tone: late }
  return { words: row.hindrance.includes('组员') ? '待组员确认' : '待复核', tone: late }
}
