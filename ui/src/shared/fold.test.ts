import { describe, expect, it } from 'vitest'
import { foldCode, foldWidth } from './fold'

describe('folding on entry', () => {
  it('folds full-width digits, letters and signs', () => {
    expect(foldWidth('９２０Ａｂ：－（）')).toBe('920Ab:-()')
  })
  it('never drops or changes a digit of a code', () => {
    expect(foldCode('９２００ ００００ｍａ７ｑｙ', true)).toBe('92000000MA7QY')
    expect(foldCode('0012345678901234567890')).toBe('0012345678901234567890')
  })
  it('leaves Chinese text alone', () => {
    expect(foldWidth('阿桨海味铺')).toBe('阿桨海味铺')
  })
})
