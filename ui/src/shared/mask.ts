/** Masks of personal data on the screen; the full value appears only after 显示, which is logged. */

/** 138****0917, 3301**********1234: first and last few, the rest covered. */
export function masked(value: string): string {
  const n = [...value].length
  if (n === 0) return ''
  if (n <= 4) return '*'.repeat(n)
  const [head, tail] = n >= 15 ? [4, 4] : n >= 7 ? [3, 4] : [1, 1]
  return value.slice(0, head) + '*'.repeat(n - head - tail) + value.slice(n - tail)
}

/** A hash in groups of `size`, as it is read aloud. */
export function grouped(hash: string, size = 8): string {
  return hash.match(new RegExp(`.{1,${size}}`, 'g'))?.join(' ') ?? ''
}

/** 1,283,460. */
export function count(n: number): string {
  return n.toLocaleString('en-US')
}

/** 3.2 MB. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const units = ['KB', 'MB', 'GB', 'TB']
  let value = bytes / 1024
  let i = 0
  while (value >= 1024 && i < units.length - 1) {
    value /= 1024
    i++
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[i]}`
}

/** 186.4 亿元, 3.2 万元, from integer 分. */
export function money(fen: number): string {
  const yuan = fen / 100
  if (Math.abs(yuan) >= 1e8) return `${(yuan / 1e8).toFixed(2)} 亿元`
  if (Math.abs(yuan) >= 1e4) return `${(yuan / 1e4).toFixed(2)} 万元`
  return `${yuan.toFixed(2)} 元`
}
