import { afterEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { actor, announce, CallError, setHost, type Host } from '.'
import { SKELETON_AFTER, useQuery } from './query'

vi.mock('./contract', () => ({ topics: { 'things.list': ['things'] } }))
const name = 'things.list' as never

function fake(answer: (input: unknown) => Promise<unknown>) {
  const call = vi.fn(async (_: string, input: unknown) => ({ value: await answer(input), changed: [] }))
  setHost({ call } as unknown as Host)
  return call
}
const settle = () => new Promise((r) => setTimeout(r, 5))
afterEach(() => setHost(null))

it('asks, and asks again only for a topic it shows', async () => {
  let n = 0
  const call = fake(async () => ++n)
  const scope = effectScope()
  const q = scope.run(() => useQuery(name, () => ({}) as never))!
  await settle()
  expect(q.data.value).toBe(1)
  announce(['others'])
  await settle()
  expect(call).toHaveBeenCalledTimes(1)
  announce(['things'])
  await settle()
  expect(q.data.value).toBe(2)
  scope.stop()
  announce(['things'])
  await settle()
  expect(call).toHaveBeenCalledTimes(2)
})

it('asks anew when another person takes over', async () => {
  const call = fake(async () => 1)
  const scope = effectScope()
  scope.run(() => useQuery(name, () => ({}) as never))
  await settle()
  actor.value = 'b'
  await settle()
  expect(call).toHaveBeenCalledTimes(2)
  scope.stop()
})

it('drops the answer to an older question', async () => {
  const key = ref('slow')
  fake(async (input) => {
    const { k } = input as { k: string }
    await new Promise((r) => setTimeout(r, k === 'slow' ? 30 : 1))
    return k
  })
  const q = effectScope().run(() => useQuery(name, () => ({ k: key.value }) as never))!
  key.value = 'fast'
  await nextTick()
  await new Promise((r) => setTimeout(r, 60))
  expect(q.data.value).toBe('fast')
})

it('shows a skeleton only after 300 ms, and the sentence of a failure', async () => {
  vi.useFakeTimers()
  fake(() => new Promise((_, no) => setTimeout(() => no(new CallError('notFound', '没有找到')), 1000)))
  const q = effectScope().run(() => useQuery(name, () => ({}) as never))!
  await vi.advanceTimersByTimeAsync(SKELETON_AFTER - 1)
  expect(q.loading.value).toBe(false)
  await vi.advanceTimersByTimeAsync(2)
  expect(q.loading.value).toBe(true)
  await vi.advanceTimersByTimeAsync(1000)
  expect(q.error.value?.message).toBe('没有找到')
  expect(q.loading.value).toBe(false)
  vi.useRealTimers()
})
