import { expect, it } from 'vitest'
import { addsUp, assign, mappingOf, statedOf, without } from './mapping'

it('refuses figures that do not add up', () => {
  expect(addsUp({ rows: 12806, created: 412, updated: 388, unchanged: 12000, rejected: 6 })).toBe(true)
  expect(addsUp({ rows: 12806, created: 412, updated: 388, unchanged: 12000, rejected: 5 })).toBe(false)
})

it('counts what is not adopted as rejected, and still adds up', () => {
  const left = without({ rows: 12806, created: 412, updated: 388, unchanged: 12000, rejected: 6 }, 3)
  expect(left).toMatchObject({ updated: 385, rejected: 9 })
  expect(addsUp(left)).toBe(true)
})

it('never maps one field twice', () => {
  const before = [{ column: 0, header: '店名', field: 'name', suggestion: null, how: 'header' }, { column: 1, header: '店铺名称', field: null, suggestion: null, how: 'none' }]
  expect(assign(before, 1, 'name').map((c) => c.field)).toEqual([null, 'name'])
})

it('offers a similar name and does not take it', () => {
  const [choice] = mappingOf({ mapping: [{ column: 0, header: '联系电话号', field: null, suggestion: 'phone', how: 'similar' }] as never })
  expect([choice!.field, choice!.suggestion]).toEqual([null, 'phone'])
})

it('reads how many rows were sent as people write it', () => {
  expect([statedOf('600'), statedOf(' 12，806 行'), statedOf('６００户')]).toEqual([600, 12806, 600])
  expect([statedOf(''), statedOf('六百'), statedOf('-3'), statedOf('1.5')]).toEqual([undefined, undefined, undefined, undefined])
})
