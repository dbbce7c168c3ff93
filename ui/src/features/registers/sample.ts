/** What a file may call the fields of a register, for people: Chinese names first, a few of many. */
import type { Field } from './definitions'

export interface Sample {
  name: string
  label: string
  /** Without it a row is rejected. */
  required: boolean
  known: string[]
  /** How many further names are known. */
  more: number
}

const chinese = /[\u4e00-\u9fff]/

/** Fields that are recognised by a heading, in their own order. */
export function samples(fields: Pick<Field, 'name' | 'label'>[], aliases: Record<string, string[]>, most = 6): Sample[] {
  return fields.flatMap((f) => {
    const all = aliases[f.name]
    if (!all?.length) return []
    const sorted = [...all.filter((a) => chinese.test(a)), ...all.filter((a) => !chinese.test(a))]
    return [{ name: f.name, label: f.label, required: f.name === 'name', known: sorted.slice(0, most), more: Math.max(0, sorted.length - most) }]
  })
}
