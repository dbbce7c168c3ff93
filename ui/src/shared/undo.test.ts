import { beforeEach, expect, it, vi } from 'vitest'
import { forgetDeeds, lastDeed, redoLast, remember, undoLast } from './undo'

beforeEach(forgetDeeds)

it('takes back the last deed and does it again', async () => {
  const undo = vi.fn(async () => {})
  const redo = vi.fn(async () => {})
  remember({ words: '已把第 3 项改为“发现问题”', undo, redo })
  expect(lastDeed.value?.words).toContain('第 3 项')
  await undoLast()
  expect(undo).toHaveBeenCalledOnce()
  expect(lastDeed.value).toBeNull()
  await redoLast()
  expect(redo).toHaveBeenCalledOnce()
  expect(lastDeed.value).not.toBeNull()
})

it('keeps a deed that could not be taken back', async () => {
  remember({ words: '改了', undo: () => Promise.reject(new Error('忙')) })
  await expect(undoLast()).rejects.toThrow('忙')
  expect(lastDeed.value?.words).toBe('改了')
})
