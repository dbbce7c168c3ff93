import { expect, it } from 'vitest'
import { addsUp, assign, byReason, changedFields, mappingOf, parts, ranges, statedOf, without } from './mapping'

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

it('tells shares that are neither nothing nor all as such', () => {
  const shares = (f: Parameters<typeof parts>[0]) => parts(f).map((p) => p.share)
  expect(shares({ rows: 12806, created: 1, updated: 0, unchanged: 12804, rejected: 1 })).toEqual(['不到 1%', '0%', '超过 99%', '不到 1%'])
  expect(shares({ rows: 46, created: 46, updated: 0, unchanged: 0, rejected: 0 })[0]).toBe('100%')
  expect(shares({ rows: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 })).toEqual(['0%', '0%', '0%', '0%'])
})

it('tells each reason once, the most frequent first', () => {
  const rejects = [{ row: 9, reason: '没有名称' }, { row: 2, reason: '日期不对' }, { row: 10, reason: '没有名称' }]
  expect(byReason(rejects)).toEqual([{ reason: '没有名称', rows: [9, 10] }, { reason: '日期不对', rows: [2] }])
})

it('puts rows that follow each other together', () => {
  expect(ranges([5, 3, 4, 9])).toBe('3–5、9')
  expect(ranges([1, 3, 5, 7], 3)).toBe('1、3、5 等')
  expect(ranges([])).toBe('')
})

it('counts which fields change', () => {
  const change = (...fields: string[]) => ({ changes: fields.map((field) => ({ field })) })
  expect(changedFields([change('street'), change('status', 'street')])).toEqual([{ field: 'street', rows: 2 }, { field: 'status', rows: 1 }])
})
