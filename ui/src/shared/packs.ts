/** Lines of a rule pack that is in use, by its kind; read once and again when packs change. */
import { computed } from 'vue'
import { useQuery } from '@/host/query'

interface PackContent {
  lines: Record<string, unknown>[]
  notices?: string[]
}

/** The current pack of a kind, e.g. `phrases`. */
export function usePack<Line>(kind: string) {
  const packs = useQuery('rules.packs', () => ({}))
  const id = computed(() => packs.data.value?.find((p) => p.kind === kind && p.current)?.id ?? packs.data.value?.find((p) => p.kind === kind)?.id)
  const pack = useQuery('rules.pack', () => (id.value ? { id: id.value } : null))
  return {
    pack,
    lines: computed(() => ((pack.data.value?.content as PackContent | undefined)?.lines ?? []) as Line[]),
  }
}
