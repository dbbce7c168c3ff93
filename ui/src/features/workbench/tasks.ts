/** Where a task of the workbench leads, and how tasks are grouped: an overdue one is always first. */
import type { Output } from '@/host'

export type Task = Output<'dashboards.workbench'>['tasks'][number]
export type Tab = 'all' | 'rectification' | 'inspection'

export interface Group {
  tone: 'overdue' | 'due' | 'doing' | 'draft'
  title: string
  rows: Task[]
}

const titles: [Group['tone'], string][] = [['overdue', '已逾期'], ['due', '今日到期'], ['doing', '未来 3 个工作日'], ['draft', '以后']]

/** Overdue tasks pass every tab and every day: nothing hides them. */
export function groupTasks(tasks: Task[], tab: Tab, day: string | null): Group[] {
  const shown = tasks.filter((t) =>
    t.tone === 'overdue' || ((tab === 'all' || t.kind === tab || (tab === 'rectification' && t.kind === 'finding')) && (!day || t.dueOn === day)))
  return titles.map(([tone, title]) => ({ tone, title, rows: shown.filter((t) => t.tone === tone) })).filter((g) => g.rows.length)
}

/** The page that deals with a task or with something unfinished. */
export function pageOf(kind: string, id: string, register?: string | null, verb = ''): string {
  if (['licence', 'visit', 'watch'].includes(kind)) return `/registers/${register ?? 'rooms'}/${id}`
  if (kind === 'result' && verb === '复核') return '/plans/results?of=toReview'
  if (kind === 'result' && verb === '公示') return '/plans/results?of=toPublish'
  const at: Record<string, string> = {
    rectification: `/rectifications/${id}`,
    finding: `/rectifications?finding=${id}`,
    inspection: `/inspections/${id}`,
    rating: `/ratings/${id}`,
    draw: `/draws/${id}`,
    import: `/registers/imports/${id}`,
    document: `/documents?id=${id}`,
    result: `/inspections/${id}`,
  }
  return at[kind] ?? '/workbench'
}

export const kindWords: Record<string, string> = {
  rectification: '整改', finding: '核查', inspection: '检查', rating: '评级', draw: '抽查', import: '导入', document: '文书', licence: '证照', visit: '走访', watch: '关注', result: '结果',
}
