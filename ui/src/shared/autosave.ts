/**
 * Typed text becomes a committed row within a second. A failure is shown and tried again; nothing typed
 * is dropped, and a later text replaces a waiting earlier one.
 */
import { onScopeDispose } from 'vue'
import { savedAt, saveState } from '@/host'
import { asCallError } from '@/host/query'
import { sayFailure } from './say'

export const AFTER_TYPING = 600
export const RETRY_AFTER = 2000

export interface Autosave<T> {
  /** Saves soon. */
  later: (value: T) => void
  /** Saves what waits now; resolves when it is committed. */
  flush: () => Promise<void>
  waiting: () => boolean
}

/** `save` commits one value. Faults of the machine are retried, refusals by rule are said once. */
export function useAutosave<T>(save: (value: T) => Promise<unknown>): Autosave<T> {
  let next: { value: T } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null

  function later(value: T) {
    next = { value }
    saveState.value = 'writing'
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), AFTER_TYPING)
  }

  async function run() {
    while (next) {
      const mine = next
      next = null
      try {
        await save(mine.value)
        if (!next) {
          saveState.value = 'saved'
          savedAt.value = Date.now()
        }
      } catch (error) {
        const found = asCallError(error)
        if (found.code === 'internal' || found.code === 'diskFull') {
          next ??= mine
          saveState.value = 'failed'
          clearTimeout(timer)
          timer = setTimeout(() => void flush(), RETRY_AFTER)
          return
        }
        saveState.value = 'saved'
        sayFailure(found)
      }
    }
  }

  async function flush() {
    clearTimeout(timer)
    running ??= run().finally(() => (running = null))
    await running
  }

  onScopeDispose(() => void flush())
  return { later, flush, waiting: () => next !== null || running !== null }
}
