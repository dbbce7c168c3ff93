/** What the program answers to a deed: a short line, or the sentence of a failure. */
import { ElMessage } from 'element-plus'
import { CallError } from '@/host'
import { asCallError } from '@/host/query'

/** Above the bar of actions and the foot of a list: nothing that is needed now stands there. */
const place = { placement: 'bottom', offset: 62 } as const
let word: { close: () => void } | null = null

/** A short word of success. The last one gives way: two of them say no more than one. It takes no click. */
export function say(words: string) {
  word?.close()
  word = ElMessage({ ...place, message: words, type: 'success', duration: 2500, customClass: 'gr-say' })
}

let shown: { close: () => void }[] = []

/** Another page was opened: a sentence about the last one would only stand in the way. */
export function forgetFailures() {
  for (const message of shown) message.close()
  shown = []
}

/** The sentence of a failure stays until read, or until another page is opened. */
export function sayFailure(error: unknown) {
  const found = asCallError(error)
  if (found.code === 'cancelled') ElMessage({ ...place, message: found.message, type: 'info', duration: 4000 })
  else shown.push(ElMessage({ ...place, message: found.message, type: 'error', duration: 10000, showClose: true, grouping: true }))
}

/** Runs a deed; a failure is said (or handed to `onError`) and undefined comes back. */
export async function attempt<T>(deed: () => Promise<T>, onError?: (error: CallError) => void): Promise<T | undefined> {
  try {
    return await deed()
  } catch (error) {
    if (onError) onError(asCallError(error))
    else sayFailure(error)
    return undefined
  }
}
