import { expect, it } from 'vitest'
import { groupTasks, pageOf, type Task } from './tasks'

const task = (kind: string, tone: string, dueOn: string) => ({ id: kind + dueOn, kind, tone, dueOn, subjectName: '甲', words: '', dueWords: '', verb: '办理' }) as unknown as Task

it('never hides an overdue task behind a tab or a day', () => {
  const tasks = [task('inspection', 'doing', '2026-11-23'), task('rectification', 'overdue', '2026-11-18'), task('inspection', 'due', '2026-11-20')]
  for (const groups of [groupTasks(tasks, 'inspection', null), groupTasks(tasks, 'all', '2026-12-01'), groupTasks(tasks, 'rectification', '2026-11-23')]) {
    expect(groups[0]!.tone).toBe('overdue')
    expect(groups[0]!.rows).toHaveLength(1)
  }
  expect(groupTasks(tasks, 'all', '2026-11-23').map((g) => g.tone)).toEqual(['overdue', 'doing'])
})

it('leads to the page of the matter', () => {
  expect(pageOf('inspection', 'ab')).toBe('/inspections/ab')
})
