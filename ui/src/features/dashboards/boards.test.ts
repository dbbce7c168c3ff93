import { expect, it } from 'vitest'
import { fold, heightOf, period, pointsOf, spread, target } from './boards'

it('leads every number to what was counted', () => {
  expect(target({ register: 'rooms', filter: { platformName: '澜播', street: null } })).toEqual({ path: '/registers/rooms', query: { platformName: '澜播' } })
  expect(target({ list: 'complaints', filter: { month: '2026-08' } })).toEqual({ path: '/dashboards/rows', query: { list: 'complaints', filter: '{"month":"2026-08"}' } })
  expect(target({ register: 'shops', filter: { category: '食品' } })?.path).toBe('/dashboards/rows')
  expect(target(null)).toBeNull()
})

it('keeps a missing value missing', () => {
  const chart = { key: 'c', series: [{ name: '', points: [{ label: '未报送', value: 5 }, { label: '1月', value: null }, { label: '其他', value: 2 }] }] } as never
  const [a, b, c] = pointsOf(chart)
  expect(a!.missing).toBe(true)
  expect(b!.value).toBeNull()
  expect(c!.other).toBe(true)
})

it('adds up what does not fit', () => {
  const points = [5, 4, 3, 2, 1].map((value) => ({ key: `${value}`, label: `${value}`, value }))
  const folded = fold(points, 4)
  expect(folded.map((p) => p.value)).toEqual([5, 4, 3, 3])
  expect(folded.at(-1)).toMatchObject({ other: true, label: '其余 2 项' })
})

it('walks through whole years', () => {
  expect(period('2026-11-20', 0)).toEqual({ from: '2026-01-01', to: '2026-11-20', words: '2026 年至今' })
  expect(period('2026-11-20', 1)).toEqual({ from: '2025-01-01', to: '2025-12-31', words: '2025 年' })
})

it('gives a chart the height of what it holds, and the next one the column with most room', () => {
  const chart = (key: string, kind: string, n: number) => ({ key, kind, series: [{ name: '', points: Array.from({ length: n }, (_, i) => ({ label: `${i}`, value: i })) }] }) as never
  expect(heightOf(chart('a', 'bars', 3))).toBeLessThan(heightOf(chart('b', 'bars', 9)))
  expect(heightOf(chart('a', 'bars', 12))).toBe(heightOf(chart('b', 'bars', 40)))
  const charts = [chart('a', 'tiles', 10), chart('b', 'bars', 4), chart('c', 'bars', 9), chart('d', 'line', 12), chart('e', 'columns', 6)]
  expect(spread(charts, 3).map((column) => column.map((c) => c.key))).toEqual([['a'], ['b', 'd'], ['c', 'e']])
  expect(spread(charts, 2).flat()).toHaveLength(5)
})
