/**
 * The answers of one inspection while it is worked on: what is typed stands on the screen at once and is a
 * committed row within a second. What comes back from the program never overwrites what is still being typed.
 */
import { computed, reactive, ref, watch, type Ref } from 'vue'
import { call, saveState } from '@/host'
import { asCallError, type Query } from '@/host/query'
import { useAutosave } from '@/shared/autosave'
import { sayFailure } from '@/shared/say'
import { remember } from '@/shared/undo'
import { defaultMethod, openingItem, resultWords, type Inspection, type Item, type Method, type Result } from './results'

/** What a person can set on an item. */
export interface Answer {
  result: Result
  method: Method | ''
  situation: string
  responsible: string
  fact: string
  correctBy: string | null
}

interface Slot extends Answer {
  rev: string
  /** Changed since the last commit. */
  dirty: boolean
}

export function useAnswers(q: Query<Inspection>, wanted: Ref<string>) {
  const slots = reactive(new Map<string, Slot>())
  const at = ref('')
  const items = computed<Item[]>(() => q.data.value?.groups.flatMap((g) => g.items) ?? [])
  const current = computed(() => items.value.find((i) => i.id === at.value) ?? null)
  const slot = computed(() => slots.get(at.value) ?? null)

  watch(() => q.data.value, (found) => {
    if (!found) return
    for (const item of items.value) {
      const mine = slots.get(item.id)
      if (mine?.dirty) continue
      slots.set(item.id, {
        rev: item.rev, dirty: false, result: item.result as Result, method: defaultMethod(item, found.approach),
        situation: item.situation, responsible: item.responsible, fact: item.fact, correctBy: item.correctBy ?? null,
      })
    }
    if (!items.value.some((i) => i.id === at.value)) {
      at.value = openingItem(items.value, wanted.value, found.state === 'finished')?.id ?? ''
    }
  }, { immediate: true })

  /* One commit after the other: each rests on the revision that the one before answered. */
  let queue: Promise<unknown> = Promise.resolve()
  function commit(id: string): Promise<void> {
    const mine = queue.then(() => commitNow(id))
    queue = mine.catch(() => {})
    return mine
  }

  async function commitNow(id: string) {
    const mine = slots.get(id)
    if (!mine?.dirty) return
    mine.dirty = false
    try {
      const { rev } = await call('inspections.answer', {
        item: id, rev: mine.rev, result: mine.result, method: mine.method || undefined,
        situation: mine.situation || undefined, responsible: mine.responsible || undefined, fact: mine.fact, correctBy: mine.correctBy ?? undefined,
      })
      mine.rev = rev
    } catch (error) {
      const code = asCallError(error).code
      // A refusal by rule: the stored answer comes back; the typed words stay for the person to move.
      if (code === 'internal' || code === 'diskFull') mine.dirty = true
      else {
        const stored = items.value.find((i) => i.id === id)
        if (code === 'conflict') void q.reload()
        else if (stored) Object.assign(mine, { result: stored.result, method: defaultMethod(stored, q.data.value?.approach ?? '') })
      }
      throw error
    }
  }

  const saver = useAutosave<null>(async () => {
    for (const [id, s] of slots) if (s.dirty) await commit(id)
  })

  /** Typed text and choices: committed soon. */
  function set(change: Partial<Answer>) {
    const mine = slot.value
    if (!mine) return
    Object.assign(mine, change, { dirty: true })
    saver.later(null)
  }

  /** A result: committed at once, with a way back. */
  async function answer(id: string, result: Result): Promise<boolean> {
    const mine = slots.get(id)
    const item = items.value.find((i) => i.id === id)
    if (!mine || !item) return false
    const before: Answer = { result: mine.result, method: mine.method, situation: mine.situation, responsible: mine.responsible, fact: mine.fact, correctBy: mine.correctBy }
    if (before.result === result) return true
    Object.assign(mine, { result, dirty: true })
    const ok = await flush()
    if (!ok) return false
    remember({
      words: `已把第 ${item.no} 项改为“${resultWords[result]}”`,
      undo: async () => {
        Object.assign(slots.get(id)!, before, { dirty: true })
        await commit(id)
      },
      redo: async () => {
        Object.assign(slots.get(id)!, { result, dirty: true })
        await commit(id)
      },
    })
    return true
  }

  /** Commits what waits. False if something was refused. */
  async function flush(): Promise<boolean> {
    saveState.value = 'writing'
    try {
      for (const [id, s] of slots) if (s.dirty) await commit(id)
      saveState.value = 'saved'
      return true
    } catch (error) {
      const found = asCallError(error)
      if (found.code === 'internal' || found.code === 'diskFull') saver.later(null)
      else saveState.value = 'saved'
      sayFailure(found)
      return false
    }
  }

  function step(by: number) {
    const i = items.value.findIndex((x) => x.id === at.value)
    const next = items.value[Math.max(0, Math.min(i + by, items.value.length - 1))]
    if (next) at.value = next.id
  }

  return { items, slots, at, current, slot, set, answer, flush, step }
}

export type Answers = ReturnType<typeof useAnswers>
