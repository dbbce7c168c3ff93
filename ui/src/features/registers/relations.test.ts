import { expect, it } from 'vitest'
import { choices } from './roles'
import { dash, layout, line, MOST, remark, type Relation } from './relations'

const relation = (kind: string, back: boolean, state: string, name: string) => ({ id: null, rev: null, kind, back, register: 'rooms', other: null, name, since: null, until: null, state, source: '', remark: '' }) as unknown as Relation

it('puts who acts on the left and what is done on the right, nothing over anything else', () => {
  const all = [relation('operates', true, 'current', '甲'), relation('hosts', true, 'text', '乙'), relation('sellsBrand', false, 'current', '丙'), relation('hosts', true, 'current', '丁')]
  const l = layout(all)
  expect(l.left.map((g) => g.kind)).toEqual(['operates', 'hosts'])
  expect(l.right.map((g) => g.kind)).toEqual(['sellsBrand'])
  expect(l.left[1]!.nodes.map((n) => n.relation.name)).toEqual(['丁', '乙'])
  const places = l.left.flatMap((g) => g.nodes.map((n) => n.y))
  expect([...places].sort((a, b) => a - b)).toEqual(places)
  expect(new Set(places).size).toBe(places.length)
  for (const y of places) expect(y).toBeLessThan(l.height)
})

it('counts what does not fit instead of hiding it', () => {
  const l = layout(Array.from({ length: MOST + 5 }, (_, i) => relation('operates', false, 'current', String(i))))
  expect(l.right[0]!.nodes).toHaveLength(MOST)
  expect(l.right[0]!.more).toBe(5)
  expect(layout([]).height).toBeGreaterThan(0)
})

it('offers a relation from either side', () => {
  const roles = [{ kind: 'operates', from: ['operators'], to: ['rooms', 'shops'] }]
  expect(choices(roles, 'rooms')).toEqual([{ key: 'operates<', kind: 'operates', back: true, others: ['operators'] }])
  expect(choices(roles, 'operators')[0]).toMatchObject({ back: false, others: ['rooms', 'shops'] })
  expect(choices(roles, 'brands')).toEqual([])
})

it('says in words and in the line what a colour would say', () => {
  expect(dash('current')).toBeUndefined()
  expect(new Set(['suggested', 'ended'].map(dash)).size).toBe(2)
  expect(remark({ ...relation('operates', true, 'ended', '甲'), until: '2026-06-30' })).toBe('已结束 2026-06-30')
  expect(remark(relation('operates', true, 'suggested', '甲'))).toBe('待确认')
  expect(line(10, 50, 64, true)).toBe('M0 10 C 32 10, 32 50, 64 50')
  expect(line(10, 50, 64, false)).toBe('M0 50 C 32 50, 32 10, 64 10')
})
