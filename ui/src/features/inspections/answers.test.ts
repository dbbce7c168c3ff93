import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, ref, shallowRef, type EffectScope } from 'vue'
import { CallError, saveState, setHost, type Host } from '@/host'
import type { Query } from '@/host/query'
import { forgetDeeds, lastDeed, undoLast } from '@/shared/undo'
import { useAnswers, type Answers } from './answers'
import type { Inspection } from './results'

vi.mock('@/shared/say', () => ({ sayFailure: vi.fn(), attempt: (f: () => unknown) => f(), say: vi.fn() }))

const item = (no: number, change = {}) => ({
  id: `i${no}`, rev: 'r0', no, title: `第 ${no} 项`, methods: ['replay'], result: 'unchecked', method: '', situation: '', responsible: '', fact: '', correctBy: null, ...change,
})
const inspection = (items: object[]) => ({ id: 'x', approach: 'replay', groups: [{ name: '亮照', items }] }) as unknown as Inspection

let scope: EffectScope
let data: ReturnType<typeof shallowRef<Inspection | null>>
let answers: Answers
const sent: Record<string, unknown>[] = []
let reply: (input: Record<string, unknown>) => unknown
beforeEach(() => {
  vi.useFakeTimers()
  sent.length = 0
  forgetDeeds()
  let n = 0
  reply = () => ({ rev: `r${++n}` })
  setHost({ call: async (_: string, input: Record<string, unknown>) => (sent.push(input), { value: await reply(input), changed: [] }) } as unknown as Host)
  scope = effectScope()
  data = shallowRef<Inspection | null>(inspection([item(1), item(2, { methods: ['documents'] }), item(3)]))
  const q = { data, reload: vi.fn(async () => {}) } as unknown as Query<Inspection>
  answers = scope.run(() => useAnswers(q, ref('')))!
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

it('preselects nothing', () => {
  expect([...answers.slots.values()].map((s) => s.result)).toEqual(['unchecked', 'unchecked', 'unchecked'])
  expect(answers.at.value).toBe('i1')
})

it('commits a result at once, with the way of checking that is permitted, and can take it back', async () => {
  await answers.answer('i1', 'problem')
  expect(sent).toEqual([expect.objectContaining({ item: 'i1', rev: 'r0', result: 'problem', method: 'replay' })])
  expect(lastDeed.value?.words).toBe('已把第 1 项改为“发现问题”')
  await undoLast()
  expect(sent[1]).toMatchObject({ item: 'i1', rev: 'r1', result: 'unchecked' })
  expect(answers.slots.get('i1')!.result).toBe('unchecked')
})

it('sends each change on the revision of the one before', async () => {
  answers.set({ fact: '甲' })
  await vi.advanceTimersByTimeAsync(1000)
  answers.set({ fact: '甲乙' })
  await vi.advanceTimersByTimeAsync(1000)
  expect(sent.map((s) => s.rev)).toEqual(['r0', 'r1'])
  expect(sent.at(-1)).toMatchObject({ fact: '甲乙' })
})

it('commits one after the other, however fast the keys come', async () => {
  let n = 0
  reply = () => new Promise((done) => setTimeout(() => done({ rev: `q${++n}` }), 200))
  const first = answers.answer('i1', 'problem')
  await vi.advanceTimersByTimeAsync(50)
  answers.set({ fact: '边存边打' })
  const second = answers.flush()
  await vi.advanceTimersByTimeAsync(2000)
  await Promise.all([first, second])
  expect(sent.map((s) => s.rev)).toEqual(['r0', 'q1'])
  expect(sent.at(-1)).toMatchObject({ fact: '边存边打', result: 'problem' })
})

it('never lets a fresh read overwrite what is being typed', () => {
  answers.set({ fact: '正在打的字' })
  data.value = inspection([item(1, { rev: 'r9', fact: '旧' }), item(2), item(3)])
  expect(answers.slots.get('i1')!.fact).toBe('正在打的字')
})

it('keeps the words and tries again when the disk fails', async () => {
  let fail = true
  reply = () => {
    if (fail) throw new CallError('internal', '磁盘忙')
    return { rev: 'r1' }
  }
  answers.set({ fact: '不能丢' })
  await vi.advanceTimersByTimeAsync(700)
  expect(saveState.value).toBe('failed')
  expect(answers.slots.get('i1')!.fact).toBe('不能丢')
  fail = false
  await vi.advanceTimersByTimeAsync(3000)
  expect(saveState.value).toBe('saved')
  expect(sent.at(-1)).toMatchObject({ fact: '不能丢' })
})

it('puts the result back when the program refuses it, and keeps the typed words', async () => {
  reply = () => {
    throw new CallError('invalid', '这一项不能凭回放判断，请改用调阅资料、现场或询问')
  }
  answers.at.value = 'i2'
  answers.set({ fact: '已记的话' })
  expect(await answers.answer('i2', 'clear')).toBe(false)
  expect(answers.slots.get('i2')!.result).toBe('unchecked')
  expect(answers.slots.get('i2')!.fact).toBe('已记的话')
  expect(lastDeed.value).toBeNull()
})
