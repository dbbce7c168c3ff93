import { describe, expect, it } from 'vitest'
import { readShare, shareText, standing } from './words'

describe('a share as typed', () => {
  it.each([['3', 300], ['3%', 300], ['２．５％', 250], ['0.05', 5], ['100', 10000], ['', null], ['  ', null]])('%s', (text, expected) => {
    expect(readShare(text)).toBe(expected)
  })
  it.each(['三', '1.234', '-3', '3%%', '1e3'])('%s is none', (text) => {
    expect(readShare(text)).toBeNaN()
  })
  it('goes back as it came', () => {
    expect(readShare(shareText(250))).toBe(250)
    expect(shareText(null)).toBe('')
  })
})

describe('where a subject stands', () => {
  const row = { state: 'finished', lineId: null, lineState: '', reviewPassed: null, hindrance: '还没有复核', entryOverdue: false }
  it.each([
    [{ state: 'planned' }, '待检查', 'draft'],
    [{ state: 'started' }, '检查中', 'doing'],
    [{}, '待复核', 'due'],
    [{ entryOverdue: true }, '待复核', 'overdue'],
    [{ hindrance: '组员还没有确认' }, '待组员确认', 'due'],
    [{ reviewPassed: false }, '复核退回', 'due'],
    [{ reviewPassed: true, hindrance: '' }, '待公示', 'due'],
    [{ reviewPassed: true, hindrance: '没有统一社会信用代码' }, '不能公示', 'plain'],
    [{ lineId: 'a', lineState: 'published' }, '已公示', 'done'],
    [{ lineId: 'a', lineState: 'corrected' }, '已公示（更正）', 'done'],
  ])('%o', (change, words, tone) => {
    expect(standing({ ...row, ...change } as never)).toEqual({ words, tone })
  })
})
