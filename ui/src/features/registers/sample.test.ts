import { expect, it } from 'vitest'
import aliases from '../../../../assets/rules/import-aliases.json'
import { samples } from './sample'

it('tells Chinese names first, and how many more are known', () => {
  const [name, phone] = samples([{ name: 'name', label: '名称' }, { name: 'phone', label: '联系电话' }, { name: 'remark', label: '备注' }], { name: ['title', '直播间名称', '房间名'], phone: ['电话', '手机', 'tel'] }, 2)
  expect(name).toMatchObject({ required: true, known: ['直播间名称', '房间名'], more: 1 })
  expect(phone).toMatchObject({ required: false, more: 1 })
})

it('leaves out what no heading fills', () => {
  expect(samples([{ name: 'domicileArea', label: '住所区划代码' }], {})).toEqual([])
})

it('knows a name column for every register that files are imported into', () => {
  for (const fields of Object.values(aliases.registers)) expect((fields as Record<string, string[]>).name?.length).toBeGreaterThan(0)
})
