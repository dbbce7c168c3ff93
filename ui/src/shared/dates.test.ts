import { describe, expect, it } from 'vitest'
import { clock, dayOf, mark, readDate, shortDay, stamp } from './dates'

const today = '2026-11-20'

describe('dates as they are typed', () => {
  it.each([
    ['20261127', '2026-11-27'],
    ['1127', '2026-11-27'],
    ['11-27', '2026-11-27'],
    ['１１－２７', '2026-11-27'],
    ['2026/1/5', '2026-01-05'],
    ['2026年11月27日', '2026-11-27'],
    ['11月3日', '2026-11-03'],
  ])('%s', (typed, date) => {
    expect(readDate(typed, today)).toEqual({ kind: 'date', date })
  })
  it('takes a past day as next year when the date lies ahead', () => {
    expect(readDate('0105', today, true)).toEqual({ kind: 'date', date: '2027-01-05' })
    expect(readDate('0105', today)).toEqual({ kind: 'date', date: '2026-01-05' })
  })
  it('leaves working days to the calendar', () => {
    expect(readDate('+5', today)).toEqual({ kind: 'workingDays', days: 5 })
    expect(readDate('＋５', today)).toEqual({ kind: 'workingDays', days: 5 })
  })
  it('refuses a day that does not exist', () => {
    expect(readDate('20260230', today).kind).toBe('bad')
    expect(readDate('下周', today).kind).toBe('bad')
    expect(readDate('  ', today).kind).toBe('empty')
  })
})

describe('instants are shown at +08:00', () => {
  const ms = Date.UTC(2026, 10, 20, 16, 42, 7)
  it('turns the day at local midnight', () => {
    expect(dayOf(ms)).toBe('2026-11-21')
    expect(stamp(ms)).toBe('2026-11-21 00:42')
    expect(clock(ms)).toBe('00:42:07')
  })
  it('names weekdays and marks', () => {
    expect(shortDay('2026-11-20')).toBe('11-20 周五')
    expect(mark(2480)).toBe('00:41:20')
  })
})
