/** Paging without page numbers: the cursor of each page that was visited is remembered for 上一页. */
import { computed, shallowRef } from 'vue'

export function useKeyset(size = 50) {
  const trail = shallowRef<(string | null)[]>([null])
  const perPage = shallowRef(size)
  return {
    /** Where the shown page begins; null is the first. */
    after: computed(() => trail.value.at(-1) ?? null),
    perPage,
    /** Where each page that was turned begins. */
    trail,
    /** Ordinal of the first row shown. */
    first: computed(() => (trail.value.length - 1) * perPage.value + 1),
    hasPrevious: computed(() => trail.value.length > 1),
    next(cursor: string) {
      trail.value = [...trail.value, cursor]
    },
    previous() {
      if (trail.value.length > 1) trail.value = trail.value.slice(0, -1)
    },
    /** Back to the first page: the filter changed. */
    restart() {
      trail.value = [null]
    },
    resize(n: number) {
      perPage.value = n
      trail.value = [null]
    },
  }
}

export type Keyset = ReturnType<typeof useKeyset>
