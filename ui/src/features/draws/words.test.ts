import { expect, it } from 'vitest'
import { filterWords, seedReady } from './words'

it('takes 24 dice and nothing less', () => {
  expect(seedReady('dice', '416253364152263514426135')).toBe(true)
  expect(seedReady('dice', '41625336415226351442613')).toBe(false)
  expect(seedReady('dice', '716253364152263514426135')).toBe(false)
  expect(seedReady('lottery', '0512172329')).toBe(true)
})

it('says the filter of the pool in words', () => {
  expect(filterWords({ status: 'active', notInspectedMonths: 12 }, (_, c) => c)).toBe('状态 active；近 12 个月未检查')
  expect(filterWords({}, (_, c) => c)).toBe('全部')
})
