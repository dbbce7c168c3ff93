import { expect, it } from 'vitest'
import { addsUp, assign } from './mapping'

it('refuses figures that do not add up', () => {
  expect(addsUp({ rows: 12806, created: 412, updated: 388, unchanged: 12000, rejected: 6 })).toBe(true)
  expect(addsUp({ rows: 12806, created: 412, updated: 388, unchanged: 12000, rejected: 5 })).toBe(false)
})

it('never maps one field twice', () => {
  const before = [{ column: 0, header: '店名', field: 'name', how: 'header' }, { column: 1, header: '店铺名称', field: null, how: 'none' }]
  expect(assign(before, 1, 'name').map((c) => c.field)).toEqual([null, 'name'])
})
