import { expect, it } from 'vitest'
import { share, textWidth } from './columnWidths'

const total = (widths: number[]) => widths.reduce((a, b) => a + b, 0)

it('gives each its least, and no less, where room is short', () => {
  expect(share(150, [{ min: 100, want: 300 }, { min: 80, want: 80 }])).toEqual([100, 80])
})

it('shares what there is by what each still lacks', () => {
  expect(share(300, [{ min: 100, want: 300 }, { min: 100, want: 200 }, { min: 40, want: 40 }])).toEqual([140, 120, 40])
})

it('fills the table to its last pixel once all have what they hold', () => {
  const widths = share(1001, [{ min: 100, want: 200 }, { min: 50, want: 100 }, { min: 60, want: 60 }])
  expect(total(widths)).toBe(1001)
  expect(widths[0]).toBeGreaterThan(500)
  expect(widths[2]).toBeGreaterThan(60)
})

it('leaves no pixel over where widths are not whole', () => {
  expect(total(share(200, [{ min: 50, want: 111 }, { min: 50, want: 107 }, { min: 33, want: 90 }]))).toBe(200)
})

it('takes a Chinese character for as wide as it is high', () => {
  expect(textWidth('柳桥街道')).toBe(60)
  expect(textWidth('0073000000000000019')).toBeGreaterThanOrEqual(19 * 9)
  expect(textWidth('')).toBe(0)
})
