import { expect, it } from 'vitest'
import { columnsOf, contactOf } from './columns'
import type { Field } from './definitions'

const field = (name: string, kind: string, label: string) => ({ name, kind, label, group: '基本', labelGroup: '', inList: true, personal: false }) as Field
const row = (name: string, values: Record<string, string>) => ({ id: name, rev: '', name, values, openRectifications: 0, lastContact: null, rating: null }) as never
const asked = { own: false, today: '2026-11-27' }

it('leaves a code its last digit, and cuts a long name before it', () => {
  const fields = [field('account', 'id', '账号'), field('operatorName', 'text', '经营主体')]
  const rows = [row('阿长号海味铺', { account: '0073000000000000019', operatorName: '示例县阿桨数码农产品专业合作社' })]
  const [, account, operator] = columnsOf(fields, rows, asked)
  expect(account!.minWidth).toBe(account!.want)
  expect(account!.minWidth).toBeGreaterThan(19 * 9)
  expect(operator!.want).toBeGreaterThan(15 * 15)
  expect(operator!.minWidth).toBeLessThan(operator!.want!)
})

it('heads a column in few words, with all of them behind it', () => {
  const columns = columnsOf([field('riskClass', 'enum', '信用风险类（内部）'), field('turnoverCents', 'integer', '上年交易额（分）')], [], asked)
  expect(columns.slice(1, 3).map((c) => [c.label, c.title])).toEqual([['信用风险类', '信用风险类（内部）'], ['上年交易额（分）', undefined]])
})

it('says the year of a contact that was not this year', () => {
  const on = (day: string) => contactOf({ lastContact: { on: day, kind: 'inspection', words: '检查中' } } as never, asked.today)
  expect(on('2026-10-08').startsWith('10-08 ')).toBe(true)
  expect(on('2025-10-08').startsWith('2025-10-08 ')).toBe(true)
  expect(contactOf({ lastContact: null } as never, asked.today)).toBe('')
})

it('shows no more beside many columns of one’s own', () => {
  const many = Array.from({ length: 6 }, (_, i) => field(`f${i}`, 'text', `栏${i}`))
  expect(columnsOf(many, [], { ...asked, own: true }).map((c) => c.key)).not.toContain('lastContact')
  expect(columnsOf(many.slice(0, 5), [], { ...asked, own: true }).map((c) => c.key)).toContain('lastContact')
})
