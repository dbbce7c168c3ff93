/** Words and steps of a draw. */
import type { Output } from '@/host'
import type { Tone } from '@/shared/StatusTag.vue'

export type Draw = Output<'draws.get'>

export const drawStates: Record<string, { words: string; tone: Tone }> = {
  draft: { words: '拟定', tone: 'draft' },
  locked: { words: '名单已锁定', tone: 'doing' },
  seeded: { words: '已录入随机种子', tone: 'doing' },
  drawn: { words: '已抽取', tone: 'done' },
  voided: { words: '作废（结果保留）', tone: 'draft' },
}

export const seedKinds = [
  { code: 'dice', words: '掷骰子（录像）', help: '两人轮流掷，共 24 次。' },
  { code: 'lottery', words: '公开开奖号码', help: '锁定名单时写明将来的期号，开奖后录入。' },
  { code: 'other', words: '其他公开数字', help: '写明出处和公布时间。' },
  { code: 'program', words: '由本程序生成', help: '不是外部来源：在下面写明批准人和依据，每份记录都会写明。' },
] as const

export const DICE = 24

/** Is the typed seed complete for its kind? */
export function seedReady(kind: string, seed: string): boolean {
  if (kind === 'program') return true
  return kind === 'dice' ? /^[1-6]{24}$/.test(seed) : seed.trim().length >= 6
}

/** A stratum as it is being typed: a share in percent, a smallest number. */
export type StratumDraft = { class: string; share: string; minimum: string }

/** Of a thousand; null if it is no share. Nothing typed is nothing. */
export function shareOf(percent: string): number | null {
  const text = percent.trim().replace('％', '').replace('%', '').replace('．', '.')
  if (!text) return 0
  if (!/^\d{1,3}(\.\d)?$/.test(text)) return null
  const share = Math.round(Number(text) * 10)
  return share <= 1000 ? share : null
}

/** A class in words; nothing is 未分类. */
export function classWords(name: string, word: (group: string, code: string) => string): string {
  return name ? word('riskClass', name) : '未分类'
}

/** The filter of a pool in words. */
export function filterWords(filter: Record<string, unknown>, word: (group: string, code: string) => string): string {
  const parts = [
    filter.status && `状态 ${word('roomStatus', String(filter.status))}`, filter.platformName && `平台 ${String(filter.platformName)}`, filter.street && `街道 ${String(filter.street)}`,
    filter.riskClass && `风险类 ${word('riskClass', String(filter.riskClass))}`, filter.notInspectedMonths && `近 ${String(filter.notInspectedMonths)} 个月未检查`,
  ].filter(Boolean)
  return parts.length ? parts.join('；') : '全部'
}
