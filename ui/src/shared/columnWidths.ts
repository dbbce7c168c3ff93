/** How the columns of a table share its width: each its least, then towards what it holds, then what is left. Pure. */

export interface Wish {
  /** Less than this cannot be read. */
  min: number
  /** What it holds fits into this. */
  want: number
}

/** Widths in whole pixels that fill `room`; the least ones, if even those do not fit. */
export function share(room: number, wishes: Wish[]): number[] {
  const least = wishes.map((w) => w.min)
  const lacking = wishes.map((w) => Math.max(0, w.want - w.min))
  const spare = room - sum(least)
  if (spare <= 0) return least
  const all = sum(lacking)
  if (spare <= all) return whole(least.map((l, i) => l + (spare * lacking[i]!) / all), room)
  const full = wishes.map((w) => Math.max(w.min, w.want))
  const weight = sum(full)
  return whole(full.map((f) => f + ((spare - all) * f) / weight), room)
}

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)

/** Rounded down; what that leaves over goes to the first. */
function whole(widths: number[], room: number): number[] {
  const down = widths.map(Math.floor)
  if (down.length) down[0]! += Math.floor(room) - sum(down)
  return down
}

const WIDE = /[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/

/** About how wide a text stands in a table, in pixels; a Chinese character is as wide as it is high. */
export function textWidth(text: string, size = 15): number {
  let width = 0
  for (const c of text) width += WIDE.test(c) ? size : size * 0.61
  return Math.ceil(width)
}
