import { afterEach, expect, it } from 'vitest'
import { effectScope } from 'vue'
import { setHost, type Host } from '@/host'
import { useListing } from './listing'

type Asked = { after?: string; limit?: number }
const row = (id: string) => ({ id, rev: '', name: id, values: {}, openRectifications: 0, lastContact: null, rating: null })
let answers: ((page: unknown) => void)[] = []
const asked: Asked[] = []
/** A program that answers when it is told to. */
function program() {
  answers = []
  asked.length = 0
  const call = (_: string, input: Asked) => {
    asked.push(input)
    return new Promise((resolve) => answers.push((value) => resolve({ value, changed: [] })))
  }
  setHost({ call } as unknown as Host)
}
const settle = () => new Promise((r) => setTimeout(r, 2))
async function answer(ids: string[], next: string | null) {
  answers.shift()!({ rows: ids.map(row), next, total: ids.length, totalIsCapped: false, totalIsFloor: true, unfinished: next !== null })
  await settle()
}
afterEach(() => setHost(null))

it('asks on until the page is full or the rows end, stops when told, and goes on from there', async () => {
  program()
  const scope = effectScope()
  const l = scope.run(() => useListing(() => ({ register: 'rooms', limit: 3 }) as never))!
  await settle()
  await answer([], 'a')
  expect([l.looking.value, l.halted.value]).toEqual([true, false])
  await answer(['1'], 'b')
  l.stop()
  expect([l.looking.value, l.halted.value]).toEqual([false, true])
  // What was on its way when it was stopped changes nothing.
  await answer(['9'], 'z')
  expect(l.page.value!.rows.map((r) => r.id)).toEqual(['1'])

  void l.look()
  await settle()
  expect(asked.at(-1)).toMatchObject({ after: 'b', limit: 2 })
  await answer(['2', '3'], null)
  expect([l.looking.value, l.halted.value]).toEqual([false, false])
  expect(l.page.value!.rows.map((r) => r.id)).toEqual(['1', '2', '3'])
  scope.stop()
})
