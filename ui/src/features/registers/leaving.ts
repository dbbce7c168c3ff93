/** How a list was left: whoever comes back from one of its records finds the same conditions and the same page. */
import type { Rule } from './rules'

export interface Left {
  filter: Record<string, string>
  rules: Rule[]
  view: string | null
  columns: string[]
  /** Where each page that was turned begins. */
  trail: (string | null)[]
}

const left = new Map<string, Left>()

/** Remembers how the list of this register stands. */
export function leave(register: string, how: Left) {
  left.set(register, how)
}

/** How it was left, if `from`, the address before this one, lies within the register; else the list begins anew. */
export function comeBack(register: string, from: unknown): Left | null {
  return typeof from === 'string' && from.startsWith(`/registers/${register}/`) ? (left.get(register) ?? null) : null
}
