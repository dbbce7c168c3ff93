import { expect, it } from 'vitest'
import { fold, period, pointsOf, target } from './boards'

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
