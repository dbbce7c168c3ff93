import { describe, expect, it } from 'vitest'
import { complete, spell, testsOf, type Rule } from './rules'

const field = (kind: string) => ({ name: 'x', label: '成立日期', kind, labelGroup: '' }) as never

describe('conditions of a list', () => {
  it('offers a range only where there is one', () => {
    expect(testsOf(field('date'))[0]?.value).toBe('between')
    expect(testsOf(field('text')).map((t) => t.value)).not.toContain('between')
    expect(testsOf(field('enum')).map((t) => t.value)).not.toContain('contains')
  })
  it('asks nothing half-said', () => {
    const rule = (test: Rule['test'], value?: string, until?: string): Rule => ({ field: 'x', test, value, until })
    expect(complete(rule('empty'))).toBe(true)
    expect(complete(rule('is', ' '))).toBe(false)
    expect(complete(rule('between', '', '2026-01-31'))).toBe(true)
  })
  it('reads like a sentence', () => {
    expect(spell({ field: 'x', test: 'between', until: '2026-01-31' }, field('date'))).toBe('成立日期：不限 至 2026-01-31')
    expect(spell({ field: 'x', test: 'contains', value: '海味' }, field('text'))).toBe('成立日期 包含“海味”')
  })
})
