import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { CallError, saveState } from '@/host'
import { AFTER_TYPING, RETRY_AFTER, useAutosave } from './autosave'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('commits the last text once, within a second', async () => {
  const save = vi.fn(async () => {})
  const saver = effectScope().run(() => useAutosave<string>(save))!
  saver.later('a')
  saver.later('ab')
  expect(saveState.value).toBe('writing')
  await vi.advanceTimersByTimeAsync(AFTER_TYPING)
  expect(save.mock.calls).toEqual([['ab']])
  expect(saveState.value).toBe('saved')
  expect(AFTER_TYPING).toBeLessThan(1000)
})

it('tries again after a fault and loses nothing', async () => {
  const save = vi.fn().mockRejectedValueOnce(new CallError('internal', '磁盘忙')).mockResolvedValue(undefined)
  const saver = effectScope().run(() => useAutosave<string>(save))!
  saver.later('事实')
  await vi.advanceTimersByTimeAsync(AFTER_TYPING)
  expect(saveState.value).toBe('failed')
  expect(saver.waiting()).toBe(true)
  await vi.advanceTimersByTimeAsync(RETRY_AFTER)
  expect(save).toHaveBeenLastCalledWith('事实')
  expect(saveState.value).toBe('saved')
})

it('saves what waits when the page is left', async () => {
  const save = vi.fn(async () => {})
  const scope = effectScope()
  scope.run(() => useAutosave<string>(save).later('最后一句'))
  scope.stop()
  await vi.runAllTimersAsync()
  expect(save).toHaveBeenCalledWith('最后一句')
})
