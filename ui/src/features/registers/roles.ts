/** Which relations a subject of a register may have, from both sides. */
import type { Output } from '@/host'

export interface Choice { key: string; kind: string; back: boolean; others: string[] }

export function choices(roles: Output<'relations.kinds'>, register: string): Choice[] {
  const found: Choice[] = []
  for (const r of roles) {
    if (r.from.includes(register)) found.push({ key: r.kind + '>', kind: r.kind, back: false, others: r.to })
    if (r.to.includes(register)) found.push({ key: r.kind + '<', kind: r.kind, back: true, others: r.from })
  }
  return found
}
