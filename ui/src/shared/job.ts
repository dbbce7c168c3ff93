/** Long work under a name: followed, and cancelled by that name. */
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { call, host, newJob, type CallName, type Input, type Output, type Progress } from '@/host'

export interface Job {
  running: Ref<boolean>
  state: ShallowRef<Progress | null>
  run: <N extends CallName>(name: N, input: Input<N>) => Promise<Output<N>>
  cancel: () => Promise<void>
}

export function useJob(): Job {
  const running = ref(false)
  const state = shallowRef<Progress | null>(null)
  let current: string | null = null
  let stop = () => {}

  async function run<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> {
    const job = newJob()
    current = job
    running.value = true
    state.value = null
    stop = (await host()).progress(job, (p) => (state.value = p))
    try {
      return await call(name, input, { job })
    } finally {
      stop()
      running.value = false
      current = null
    }
  }

  async function cancel() {
    if (current) await (await host()).cancel(current)
  }
  onScopeDispose(() => stop())
  return { running, state, run, cancel }
}
