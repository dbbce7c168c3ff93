/** The undo of this session: what was done last, in words, and how to take it back. */
import { computed, shallowReactive } from 'vue'
import { CallError } from '@/host'

export interface Deed {
  words: string
  /** May answer with its own words on how that went. */
  undo: () => Promise<unknown>
  redo?: () => Promise<unknown>
}

const done = shallowReactive<Deed[]>([])
const undone = shallowReactive<Deed[]>([])

/** The last deed that can be taken back. */
export const lastDeed = computed(() => done.at(-1) ?? null)

/** Remembers a deed; a new one clears what could be redone. */
export function remember(deed: Deed) {
  done.push(deed)
  if (done.length > 100) done.shift()
  undone.length = 0
}

/** Takes the last deed back and says so. It stays in the list if that fails, unless it never can be: it may have been
 *  taken back in another way, and would bar the way to those before it. */
export async function undoLast(): Promise<string | null> {
  const deed = done.at(-1)
  if (!deed) return null
  const drop = () => void done.splice(done.indexOf(deed), 1)
  let said: unknown
  try {
    said = await deed.undo()
  } catch (error) {
    if (error instanceof CallError && error.code === 'notAllowed') drop()
    throw error
  }
  drop()
  if (deed.redo) undone.push(deed)
  return typeof said === 'string' ? said : `已撤销：${deed.words}`
}

/** Does again what was taken back last. */
export async function redoLast(): Promise<Deed | null> {
  const deed = undone.at(-1)
  if (!deed?.redo) return null
  await deed.redo()
  undone.splice(undone.indexOf(deed), 1)
  done.push(deed)
  return deed
}

/** Forgets everything, e.g. when another office is opened or another person takes over. */
export function forgetDeeds() {
  done.length = 0
  undone.length = 0
}
