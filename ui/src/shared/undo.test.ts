import { beforeEach, expect, it, vi } from 'vitest'
import { CallError } from '@/host'
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

it('says how it went, in the words of the deed or its own', async () => {
  remember({ words: '改了三条', undo: async () => '恢复了 2 条；1 处后来又改过，保留现在的内容' })
  remember({ words: '记为不是同一户', undo: async () => ({ rev: '0' }) })
  expect(await undoLast()).toBe('已撤销：记为不是同一户')
  expect(await undoLast()).toContain('1 处后来又改过')
  expect(await undoLast()).toBeNull()
})

it('forgets a deed that was taken back in another way', async () => {
  remember({ words: '先做的', undo: async () => {} })
  remember({ words: '合并', undo: () => Promise.reject(new CallError('notAllowed', '这次合并已经撤销过。')) })
  await expect(undoLast()).rejects.toThrow('已经撤销过')
  expect(lastDeed.value?.words).toBe('先做的')
})

it('keeps a deed that could not be taken back', async () => {
  remember({ words: '改了', undo: () => Promise.reject(new Error('忙')) })
  await expect(undoLast()).rejects.toThrow('忙')
  expect(lastDeed.value?.words).toBe('改了')
})
