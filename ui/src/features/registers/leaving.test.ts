import { expect, it } from 'vitest'
import { comeBack, leave } from './leaving'

it('finds a list again from its records, and from nowhere else', () => {
  const how = { filter: { text: '海味' }, rules: [], view: null, columns: [], trail: [null, '50:haiwei'] }
  leave('rooms', how)
  expect(comeBack('rooms', '/registers/rooms/9a242a0b2629518089b2c65dff1de079')).toEqual(how)
  expect(comeBack('rooms', '/registers/rooms/9a242a0b2629518089b2c65dff1de079/edit')).toEqual(how)
  expect(comeBack('rooms', '/workbench')).toBeNull()
  expect(comeBack('rooms', '/registers/hosts/9a242a0b2629518089b2c65dff1de079')).toBeNull()
  expect(comeBack('rooms', null)).toBeNull()
  expect(comeBack('hosts', '/registers/hosts/9a242a0b2629518089b2c65dff1de079')).toBeNull()
})
