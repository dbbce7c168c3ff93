import { expect, it } from 'vitest'
import { classWords, filterWords, seedReady, shareOf } from './words'

it('takes 24 dice and nothing less', () => {
  expect(seedReady('dice', '416253364152263514426135')).toBe(true)
  expect(seedReady('dice', '41625336415226351442613')).toBe(false)
  expect(seedReady('dice', '716253364152263514426135')).toBe(false)
  expect(seedReady('lottery', '0512172329')).toBe(true)
})

it('reads a share in percent as thousandths', () => {
  expect(['3', '3.5', '100', '', '2%'].map(shareOf)).toEqual([30, 35, 1000, 0, 20])
  expect(['101', '3.55', 'x', '-1'].map(shareOf)).toEqual([null, null, null, null])
  expect(classWords('', (_, c) => c)).toBe('未分类')
  expect(seedReady('program', '')).toBe(true)
})

it('says the filter of the pool in words', () => {
  expect(filterWords({ status: 'active', notInspectedMonths: 12 }, (_, c) => c)).toBe('状态 active；近 12 个月未检查')
  expect(filterWords({}, (_, c) => c)).toBe('全部')
})
