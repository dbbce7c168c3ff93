import { expect, it } from 'vitest'
import { defaultMethod, fillPhrase, openingItem, results } from './results'

it('proposes the way of checking only where the item permits it', () => {
  expect(defaultMethod({ methods: ['replay', 'documents'], method: '' } as never, 'live')).toBe('replay')
  expect(defaultMethod({ methods: ['documents', 'inquiry'], method: '' } as never, 'replay')).toBe('')
  expect(defaultMethod({ methods: ['documents', 'inquiry'], method: 'inquiry' } as never, 'replay')).toBe('inquiry')
})

it('leaves an unknown blank to the person', () => {
  expect(fillPhrase('{日期}查看{平台}账号“{账号}”', { 日期: '2026年11月20日', 平台: '澜播' })).toBe('2026年11月20日查看澜播账号“{账号}”')
})

it('advances after 1 and 3 only', () => {
  expect(results.filter((r) => r.advances).map((r) => r.key)).toEqual(['1', '3'])
})

it('opens on what is still to do, or on what was found once all is done', () => {
  const items = [{ id: 'a', result: 'clear' }, { id: 'b', result: 'problem' }, { id: 'c', result: 'unchecked' }] as const
  expect(openingItem([...items], '', false)?.id).toBe('c')
  expect(openingItem([...items], '', true)?.id).toBe('b')
  expect(openingItem([...items], 'c', true)?.id).toBe('c')
  expect(openingItem([items[0], items[2]], '', true)?.id).toBe('a')
  expect(openingItem([], '', true)).toBeUndefined()
})
