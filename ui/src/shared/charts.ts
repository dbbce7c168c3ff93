/** ECharts options of the three kinds of picture. Pure, so that the rules of the drawing can be tested. */
import { count } from './mask'

export interface Point {
  key: string
  label: string
  /** Null: not reported. Drawn as a dashed outline, never as zero. */
  value: number | null
  /** How many did not report, when that is what the bar counts. */
  missing?: boolean
  /** 其他/其余: grey and last. */
  other?: boolean
  share?: number
}

export interface Tones {
  count: string; share: string; other: string; line: string; before: string; axis: string; grid: string
  label: string; text: string; missing: string; paper: string; font: string
}

export interface Series {
  points: Point[]
  before?: Point[]
  unit: string
  share: boolean
}

const base = (t: Tones) => ({
  animation: false,
  textStyle: { fontFamily: t.font, fontSize: 14, color: t.label },
  aria: { enabled: false },
})

function look(p: Point, share: boolean, t: Tones) {
  if (p.missing || p.value === null) {
    return { color: t.paper, borderColor: t.missing, borderWidth: 1.5, borderType: 'dashed' as const }
  }
  return { color: p.other ? t.other : share ? t.share : t.count }
}

function shown(p: Point, s: Series): string {
  if (p.value === null) return '未报送'
  return s.share ? `${p.value.toFixed(1)}%` : count(p.value)
}

/** Names on the left, longest first as given, 其他 last. */
export function barsOption(s: Series, t: Tones) {
  const list = [...s.points].sort((a, b) => Number(a.other ?? false) - Number(b.other ?? false)).reverse()
  const longest = Math.max(...list.map((p) => [...p.label].length), 2)
  return {
    ...base(t),
    grid: { left: Math.min(longest, 9) * 15 + 14, right: s.points.some((p) => p.share !== undefined) ? 118 : 76, top: 0, bottom: 0 },
    xAxis: { type: 'value' as const, show: false },
    yAxis: {
      type: 'category' as const, data: list.map((p) => p.label), axisLine: { show: false }, axisTick: { show: false },
      axisLabel: { fontSize: 14, color: t.text, margin: 10, interval: 0, width: 140, overflow: 'truncate' as const },
    },
    series: [{
      type: 'bar' as const, barWidth: '58%', barMaxWidth: 20,
      data: list.map((p) => ({ key: p.key, value: p.value ?? 0, itemStyle: look(p, s.share, t), name: p.label })),
      label: {
        show: true, position: 'right' as const, fontSize: 14, color: t.text,
        formatter: ({ dataIndex }: { dataIndex: number }) => {
          const p = list[dataIndex]!
          return shown(p, s) + (p.share === undefined ? '' : `  {p|${p.share.toFixed(1)}%}`)
        },
        rich: { p: { color: t.label, fontSize: 13 } },
      },
    }],
  }
}

/** Ordered bands: columns with the number above. */
export function columnsOption(s: Series, t: Tones) {
  const columns = (points: Point[], unit: string, color?: string) => ({
    type: 'bar' as const, barMaxWidth: 64,
    data: points.map((p) => ({ key: color ? undefined : p.key, value: p.value ?? (p.missing ? 0 : '-'), itemStyle: color ? { color } : look(p, s.share, t) })),
    label: {
      show: true, position: 'top' as const, fontSize: unit ? 14 : 13, fontWeight: color ? 400 : 600, color: t.text,
      formatter: ({ dataIndex }: { dataIndex: number }) => `${shown(points[dataIndex]!, s)}${unit}`,
    },
  })
  return {
    ...base(t),
    grid: { left: 4, right: 4, top: 24, bottom: 40 },
    xAxis: {
      type: 'category' as const, data: s.points.map((p) => p.label), axisLine: { lineStyle: { color: t.axis } },
      axisTick: { show: false }, axisLabel: { fontSize: 13, lineHeight: 16, color: t.label, interval: 0, width: Math.floor(330 / Math.max(s.points.length, 1)), overflow: 'break' as const },
    },
    yAxis: { type: 'value' as const, show: false },
    series: [columns(s.points, s.points.length > 7 ? '' : ` ${s.unit}`), ...(s.before?.length ? [columns(s.before, '', t.before)] : [])],
  }
}

/** A line over time from zero; a gap is a gap. With `before`, the same months a year ago, dashed. */
export function lineOption(s: Series, t: Tones) {
  const line = (points: Point[], color: string, dashed: boolean) => ({
    type: 'line' as const,
    data: points.map((p) => ({ key: dashed ? undefined : p.key, value: p.value ?? '-' })),
    symbol: 'circle', symbolSize: dashed ? 4 : 6, connectNulls: false,
    lineStyle: { width: dashed ? 1.5 : 2.5, color, type: dashed ? ('dashed' as const) : ('solid' as const) },
    itemStyle: { color },
    endLabel: {
      show: points.at(-1)?.value != null, fontSize: dashed ? 13 : 14, fontWeight: dashed ? 400 : 600, color: dashed ? t.label : t.text,
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const p = points[dataIndex]
        return p ? `${dashed ? '同期 ' : ''}${shown(p, s)}${dashed ? '' : ' ' + s.unit}` : ''
      },
    },
  })
  return {
    ...base(t),
    grid: { left: 48, right: 84, top: 12, bottom: 24 },
    xAxis: {
      type: 'category' as const, data: s.points.map((p) => p.label), boundaryGap: false, axisLine: { lineStyle: { color: t.axis } },
      axisTick: { show: false }, axisLabel: { fontSize: 13, color: t.label },
    },
    yAxis: {
      type: 'value' as const, min: 0, minInterval: 1, splitNumber: 3,
      axisLabel: { fontSize: 13, color: t.label, formatter: (v: number) => count(v) }, splitLine: { lineStyle: { color: t.grid } },
    },
    series: [line(s.points, t.line, false), ...(s.before?.some((p) => p.value !== null) ? [line(s.before, t.before, true)] : [])],
  }
}
