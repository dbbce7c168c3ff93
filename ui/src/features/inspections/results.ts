/** The four answers of an item, and what a person is told about them. Codes are the program's, words the trade's. */
import type { Output } from '@/host'

export type Inspection = Output<'inspections.get'>
export type Item = Inspection['groups'][number]['items'][number]
export type Method = Item['methods'][number]
export type Result = 'unchecked' | 'clear' | 'problem' | 'notApplicable' | 'unable'

export const results: { key: string; code: Result; words: string; advances: boolean }[] = [
  { key: '1', code: 'clear', words: '未发现问题', advances: true },
  { key: '2', code: 'problem', words: '发现问题', advances: false },
  { key: '3', code: 'notApplicable', words: '不适用', advances: true },
  { key: '4', code: 'unable', words: '未能检查', advances: false },
]

export const resultWords: Record<string, string> = {
  unchecked: '未检查', ...Object.fromEntries(results.map((r) => [r.code, r.words])),
}

/** Ways of checking, as an item permits them. */
export const methodWords: Record<string, string> = { replay: '看直播/回放', live: '看直播', documents: '调阅资料', onsite: '现场', inquiry: '询问' }

/** How the whole inspection is done, and the way of checking an item that follows from it. */
export const approaches: { code: 'replay' | 'live' | 'documents' | 'onsite'; words: string; method: Method }[] = [
  { code: 'replay', words: '看回放', method: 'replay' },
  { code: 'live', words: '看直播', method: 'replay' },
  { code: 'documents', words: '调阅资料', method: 'documents' },
  { code: 'onsite', words: '现场检查', method: 'onsite' },
]

export const approachWords = (code: string) => approaches.find((a) => a.code === code)?.words ?? code

/** The way of checking that stands when the person chose none: the inspection's own, if the item permits it. */
export function defaultMethod(item: Pick<Item, 'methods' | 'method'>, approach: string): Method | '' {
  if (item.method) return item.method as Method
  const own = approaches.find((a) => a.code === approach)?.method
  return own && item.methods.includes(own) ? own : ''
}

/** The item that an inspection opens on: the one asked for; of a finished one the first problem, else the first still unchecked. */
export function openingItem<T extends Pick<Item, 'id' | 'result'>>(items: T[], wanted: string, finished: boolean): T | undefined {
  const looked: Result = finished ? 'problem' : 'unchecked'
  return items.find((i) => i.id === wanted) ?? items.find((i) => i.result === looked) ?? items[0]
}

export const stateWords: Record<string, string> = { planned: '待检查', started: '检查中', finished: '已完成', reviewed: '已复核' }

/** Fills the blanks of a phrase from the record; a blank without a value stays visible for the person. */
export function fillPhrase(words: string, known: Record<string, string>): string {
  return words.replace(/\{([^}]+)\}/g, (whole, name: string) => known[name] || whole)
}
