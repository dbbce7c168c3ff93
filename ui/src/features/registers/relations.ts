/** How relations are laid out around a subject. Pure: what stands where follows from the lines alone. */
import type { Output } from '@/host'

export type Relation = Output<'registers.get'>['suggested'][number]

export const ROW = 34
export const HEADING = 30
/** Nodes shown of one kind; the rest is counted. */
export const MOST = 6

export interface Node {
  relation: Relation
  /** Middle of the node from the top. */
  y: number
}
export interface Group {
  kind: string
  back: boolean
  /** Top of its heading. */
  y: number
  nodes: Node[]
  /** How many are not shown. */
  more: number
  moreY: number
}
export interface Layout {
  left: Group[]
  right: Group[]
  height: number
}

/** What holds comes first, then what a roster suggests, then what has ended. */
const order = ['current', 'suggested', 'text', 'future', 'ended']

function column(relations: Relation[]): { groups: Group[]; height: number } {
  const groups: Group[] = []
  let y = 0
  for (const kind of [...new Set(relations.map((r) => r.kind))]) {
    const all = relations.filter((r) => r.kind === kind).sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
    const group: Group = { kind, back: all[0]!.back, y, nodes: [], more: Math.max(0, all.length - MOST), moreY: 0 }
    y += HEADING
    for (const relation of all.slice(0, MOST)) {
      group.nodes.push({ relation, y: y + ROW / 2 })
      y += ROW
    }
    if (group.more) {
      group.moreY = y + ROW / 2
      y += ROW
    }
    y += 8
    groups.push(group)
  }
  return { groups, height: y }
}

/** Left stands who does something to the subject, right what the subject does. The shorter column is centred. */
export function layout(relations: Relation[]): Layout {
  const left = column(relations.filter((r) => r.back))
  const right = column(relations.filter((r) => !r.back))
  const height = Math.max(left.height, right.height, 120)
  for (const side of [left, right]) {
    const shift = Math.floor((height - side.height) / 2)
    for (const g of side.groups) {
      g.y += shift
      g.moreY += shift
      for (const n of g.nodes) n.y += shift
    }
  }
  return { left: left.groups, right: right.groups, height }
}

/** The line between a node and the subject, in a gap that is `width` wide. */
export function line(from: number, to: number, width: number, toRight: boolean): string {
  const [a, b] = toRight ? [from, to] : [to, from]
  return `M0 ${a} C ${width / 2} ${a}, ${width / 2} ${b}, ${width} ${b}`
}

/** How a line is drawn: never by colour alone. */
export function dash(state: string): string | undefined {
  return { suggested: '2 4', text: '2 4', future: '8 4', ended: '8 4' }[state]
}

/** What stands behind the name in words: nothing when the relation simply holds. */
export function remark(r: Relation): string {
  if (r.state === 'ended') return `已结束 ${r.until ?? ''}`.trim()
  if (r.state === 'future') return `${r.since ?? ''} 起`
  if (r.state === 'suggested') return '待确认'
  if (r.state === 'text') return '未登记'
  return ''
}
