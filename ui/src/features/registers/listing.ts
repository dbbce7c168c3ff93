/** One page of a list. Where no index leads to the rows the program answers in steps; they are put together here until
 *  the page is full, and the screen says how far it is. */
import { computed, shallowRef, watch } from 'vue'
import { call, type Input, type Output } from '@/host'
import { asCallError, useQuery } from '@/host/query'

type Asked = Input<'registers.list'>
type Page = Output<'registers.list'>

export function useListing(asked: () => Asked) {
  const q = useQuery('registers.list', asked)
  const page = shallowRef<Page | null>(null)
  const looking = shallowRef(false)
  let turn = 0

  /** Asks on from where it stands until the page is full, the rows end, or somebody stops it. */
  async function look() {
    const mine = ++turn
    const input = asked()
    const limit = input.limit ?? 50
    looking.value = false
    try {
      while (mine === turn && page.value?.unfinished && page.value.next) {
        looking.value = true
        const so: Page = page.value
        const more: Page = await call('registers.list', { ...input, after: so.next!, limit: limit - so.rows.length })
        if (mine !== turn) return
        page.value = { ...so, rows: [...so.rows, ...more.rows], next: more.next, unfinished: more.unfinished, total: Math.max(so.total, so.rows.length + more.rows.length) }
      }
    } catch (error) {
      if (mine === turn) q.error.value = asCallError(error)
    }
    if (mine === turn) looking.value = false
  }
  watch(q.data, (first) => {
    page.value = first
    void look()
  }, { immediate: true })

  /** Leaves what was found so far. */
  function stop() {
    turn++
    looking.value = false
  }
  /** It was stopped before the page was full: there may be more. */
  const halted = computed(() => !looking.value && Boolean(page.value?.unfinished && page.value.next))
  return { q, page: computed(() => page.value ?? q.data.value), looking, halted, stop, look }
}
