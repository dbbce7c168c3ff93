import { describe, expect, it } from 'vitest'
import { grouped, masked, money, size } from './mask'

describe('masks', () => {
  it('covers the middle', () => {
    expect(masked('13812340917')).toBe('138****0917')
    expect(masked('330102199001011234')).toBe('3301**********1234')
    expect(masked('12')).toBe('**')
    expect(masked('')).toBe('')
  })
  it('groups a hash without losing a sign', () => {
    expect(grouped('3f16a1735693244e').replaceAll(' ', '')).toBe('3f16a1735693244e')
  })
  it('names sizes and money', () => {
    expect(size(900)).toBe('900 B')
    expect(size(4 * 2 ** 30)).toBe('4.0 GB')
    expect(money(1864000000000)).toBe('186.40 亿元')
  })
})
