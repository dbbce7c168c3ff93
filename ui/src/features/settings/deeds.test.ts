import { describe, expect, it } from 'vitest'
import { deedWords, pageOf } from './deeds'

describe('a line of the journal', () => {
  it('says what was done to what', () => {
    expect(deedWords('rooms.save')).toBe('直播间 · 登记或修改')
    expect(deedWords('relations.add')).toBe('关系 · 登记')
    expect(deedWords('evidence.add')).toBe('证据 · 入库')
    expect(deedWords('unknown.deed')).toBe('unknown.deed')
  })
  it('leads to the page of what it was about, if there is one', () => {
    expect(pageOf({ kind: 'subject', register: 'rooms', id: 'a' })).toBe('/registers/rooms/a')
    expect(pageOf({ kind: 'inspection', register: null, id: 'b' })).toBe('/inspections/b')
    expect(pageOf({ kind: 'batch', register: null, id: 'c' })).toBe('/registers/imports/c')
    expect(pageOf({ kind: '', register: null, id: null })).toBeNull()
    expect(pageOf({ kind: 'evidence', register: null, id: 'd' })).toBeNull()
  })
})
