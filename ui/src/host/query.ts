/** Reads that stay true: asked again when the input changes or a topic they show was changed. */
import { getCurrentScope, onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { actor, call, CallError, onChanged, type CallName, type Input, type Output } from '.'
import { topics } from './contract'

export interface Query<T> {
  data: ShallowRef<T | null>
  error: ShallowRef<CallError | null>
  /** An answer is awaited for longer than 300 ms and there is nothing to show yet. */
  loading: Ref<boolean>
  /** An answer is awaited. */
  pending: Ref<boolean>
  reload: () => Promise<void>
}

/** Data is local: a skeleton that flashes for less than this is noise. */
export const SKELETON_AFTER = 300

export function asCallError(error: unknown): CallError {
  if (error instanceof CallError) return error
  return new CallError('internal', error instanceof Error ? error.message : String(error))
}

/** Asks `name` with what `input` gives; a null input means: nothing to ask yet. */
export function useQuery<N extends CallName>(name: N, input: () => Input<N> | null): Query<Output<N>> {
  const data = shallowRef<Output<N> | null>(null)
  const error = shallowRef<CallError | null>(null)
  const loading = ref(false)
  const pending = ref(false)
  let turn = 0

  async function reload() {
    const mine = ++turn
    const asked = input()
    if (asked === null) {
      data.value = null
      error.value = null
      pending.value = loading.value = false
      return
    }
    pending.value = true
    const timer = setTimeout(() => {
      if (mine === turn && data.value === null) loading.value = true
    }, SKELETON_AFTER)
    try {
      const found = await call(name, asked)
      if (mine === turn) {
        data.value = found
        error.value = null
      }
    } catch (e) {
      if (mine === turn) error.value = asCallError(e)
    } finally {
      clearTimeout(timer)
      if (mine === turn) pending.value = loading.value = false
    }
  }

  // Some answers depend on who asks: another person at the desk asks anew.
  watch([() => JSON.stringify(input()), actor], () => void reload(), { immediate: true })
  const mineTopics = new Set<string>((topics as Record<string, readonly string[]>)[name] ?? [])
  const off = onChanged((changed) => {
    if (changed.some((t) => mineTopics.has(t))) void reload()
  })
  if (getCurrentScope()) onScopeDispose(off)
  return { data, error, loading, pending, reload }
}
