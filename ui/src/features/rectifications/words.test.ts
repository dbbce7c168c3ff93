import { expect, it } from 'vitest'
import { chip } from './words'

it('never shows a countdown without a calendar', () => {
  expect(chip({ column: 'noDate', daysLeft: null } as never)).toEqual({ tone: 'draft', words: '期限待核' })
  expect(chip({ column: 'overdue', daysLeft: -2 } as never).words).toBe('逾期 2 个工作日')
  expect(chip({ column: 'soon', daysLeft: 3 } as never).words).toBe('剩 3 个工作日')
})
