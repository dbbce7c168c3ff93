/** Conditions of a list as a person reads and enters them. */
import type { Input } from '@/host'
import { shown, type Field } from './definitions'

export type Filter = NonNullable<Input<'registers.list'>['filter']>
export type Rule = NonNullable<Filter['rules']>[number]
export type Test = Rule['test']

const words: Record<Test, string> = { is: '等于', contains: '包含', empty: '没有填', filled: '已填', between: '在…之间' }

/** What a field can be asked for. */
export function testsOf(field: Pick<Field, 'kind'>): { value: Test; label: string }[] {
  const ranged = field.kind === 'date' || field.kind === 'integer'
  const tests: Test[] = field.kind === 'enum' ? ['is', 'filled', 'empty'] : ranged ? ['between', 'is', 'filled', 'empty'] : ['contains', 'is', 'filled', 'empty']
  return tests.map((value) => ({ value, label: words[value] }))
}

/** Whether a condition says enough to be asked. */
export function complete(rule: Rule): boolean {
  if (rule.test === 'empty' || rule.test === 'filled') return true
  return Boolean(rule.value?.trim() || (rule.test === 'between' && rule.until?.trim()))
}

/** `街道 等于 柳桥街道` */
export function spell(rule: Rule, field: Field | undefined): string {
  const label = field?.label ?? rule.field
  const say = (value?: string) => (field ? shown(field, value) : value) || '不限'
  if (rule.test === 'between') return `${label}：${say(rule.value)} 至 ${say(rule.until)}`
  if (rule.test === 'empty' || rule.test === 'filled') return `${label} ${words[rule.test]}`
  return `${label} ${words[rule.test]}“${say(rule.value)}”`
}
