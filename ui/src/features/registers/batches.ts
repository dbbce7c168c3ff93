/** What became of an import, in words. */
import type { Tone } from '@/shared/StatusTag.vue'

export const states: Record<string, { tone: Tone; words: string }> = {
  committed: { tone: 'done', words: '已入库' },
  open: { tone: 'doing', words: '进行中' },
  undone: { tone: 'draft', words: '已撤销' },
  cancelled: { tone: 'draft', words: '已取消' },
}
