/** The three boards, the periods a person can walk through, and where a number leads. */
import type { Output } from '@/host'
import type { Point } from '@/shared/charts'

export type Board = Output<'dashboards.board'>
export type Chart = Board['charts'][number]
export type Drill = Board['cards'][number]['drill']

export const boards: { key: 'overview' | 'governance' | 'platform'; words: string }[] = [
  { key: 'overview', words: '平台总貌' },
  { key: 'governance', words: '平台治理' },
  { key: 'platform', words: '平台明细' },
]

export interface Period { from: string; to: string; words: string }

/** The year so far is step 0; each step back is a whole year before. */
export function period(today: string, back: number): Period {
  const year = Number(today.slice(0, 4)) - back
  return { from: `${year}-01-01`, to: back === 0 ? today : `${year}-12-31`, words: back === 0 ? `${year} 年至今` : `${year} 年` }
}

interface DrillLike { register?: string | null; list?: string | null; filter?: object | null }

/** What a register's own page can narrow by; everything else is opened as the very rows that were counted. */
const ownFilters = ['status', 'platformName', 'street', 'riskClass', 'text']

/** Every number is a link to what was counted. */
export function target(drill: DrillLike | null | undefined): { path: string; query: Record<string, string> } | null {
  if (!drill) return null
  const filter = Object.fromEntries(Object.entries(drill.filter ?? {}).filter(([, v]) => v != null && v !== ''))
  if (drill.register && Object.keys(filter).every((k) => ownFilters.includes(k))) {
    return { path: `/registers/${drill.register}`, query: Object.fromEntries(Object.entries(filter).map(([k, v]) => [k, String(v)])) }
  }
  const list = drill.list ?? drill.register
  return list ? { path: '/dashboards/rows', query: { list, filter: JSON.stringify(filter) } } : null
}

/** 8月 of 2026-08 (the year stands above), 其他 for what no code names. */
function plain(label: string): string {
  const parts = /^\d{4}-(\d{2})$/.exec(label)
  return parts ? `${Number(parts[1])}月` : label === 'other' ? '其他（见事实）' : label
}

/** At most `n` bars: what does not fit is added up in a last grey bar, never left out. */
export function fold<P extends Point>(points: P[], n: number): (P | Point)[] {
  if (points.length <= n) return points
  const rest = points.slice(n - 1)
  return [...points.slice(0, n - 1), { key: 'rest', label: `其余 ${rest.length} 项`, value: rest.reduce((sum, p) => sum + (p.value ?? 0), 0), other: true }]
}

const others = /^(其他|其余)/

/** Points for the picture; 未报送 becomes a dashed outline, 其他 goes last and grey. */
export function pointsOf(chart: Chart, series = 0): (Point & { drill: DrillLike | null })[] {
  return (chart.series[series]?.points ?? []).map((p, i) => ({
    key: `${chart.key}-${series}-${i}`, label: plain(p.label), value: p.value ?? null, missing: p.label.startsWith('未报送'), other: others.test(plain(p.label)), drill: (p.drill as DrillLike | null | undefined) ?? null,
  }))
}

/** Bars that one picture shows at most; what is more is folded. */
export const MOST_BARS = 12
const BAR = 29
const TILES_ACROSS = 3
const TILE = 76

/** How high the picture of a chart is: by what it holds, so that no card stands half empty. */
export function heightOf(chart: Chart): number {
  const n = chart.series[0]?.points.length ?? 0
  if (!n) return 76
  if (chart.kind === 'bars') return Math.max(Math.min(n, MOST_BARS), 2) * BAR
  if (chart.kind === 'tiles') return Math.ceil(n / TILES_ACROSS) * TILE + 26
  return 190
}

/** What a card has besides its picture: title, 口径, margins. */
const AROUND = 76

/** The charts in so many columns: each goes where there is most room, in its order. */
export function spread(charts: Chart[], columns: number): Chart[][] {
  const found = Array.from({ length: columns }, () => ({ height: 0, charts: [] as Chart[] }))
  for (const chart of charts) {
    const room = found.reduce((least, column) => (column.height < least.height ? column : least))
    room.charts.push(chart)
    room.height += heightOf(chart) + AROUND
  }
  return found.map((column) => column.charts)
}
