/**
 * The import that is under way. It belongs to the program and not to a page: whoever leaves the wizard while rows are
 * written goes on working, and finds the bar again, or the receipt, on coming back.
 */
import { effectScope, ref, shallowRef } from 'vue'
import type { Input, Output } from '@/host'
import { useJob } from '@/shared/job'

const scope = effectScope(true)
const job = scope.run(() => useJob())!
/** Name of the file whose rows are being written. */
const fileName = ref('')
/** The receipt that nobody has seen yet. */
const finished = shallowRef<Output<'imports.commit'> | null>(null)

async function run(name: string, input: Input<'imports.commit'>): Promise<Output<'imports.commit'>> {
  fileName.value = name
  finished.value = null
  try {
    const receipt = await job.run('imports.commit', input)
    finished.value = receipt
    return receipt
  } finally {
    fileName.value = ''
  }
}

/** Hands the receipt out once. */
function takeFinished(): Output<'imports.commit'> | null {
  const receipt = finished.value
  finished.value = null
  return receipt
}

export const importing = { job, fileName, run, takeFinished }
