/** Dates as offices type them: 20261127, 1127, 11-27, 2026年11月27日, +5 (working days from today). */
import { foldCode } from './fold'

/** What the typed text means. An offset needs the working calendar and is resolved by the core. */
export type TypedDate =
  | { kind: 'empty' }
  | { kind: 'date'; date: string }
  | { kind: 'workingDays'; days: number }
  | { kind: 'bad'; message: string }

const HINT = '请写成 20261127、1127、11-27 或 +5（5 个工作日后）。'

/** Reads `text`; `today` (YYYY-MM-DD) supplies a missing year. With `ahead` a day already past means next year. */
export function readDate(text: string, today: string, ahead = false): TypedDate {
  const plain = foldCode(text)
  if (!plain) return { kind: 'empty' }
  const offset = /^\+(\d{1,3})$/.exec(plain)
  if (offset) return { kind: 'workingDays', days: Number(offset[1]) }
  const parts =
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ??
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain) ??
    /^()(\d{2})(\d{2})$/.exec(plain) ??
    /^()(\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain)
  if (!parts) return { kind: 'bad', message: `“${text}”不像日期。${HINT}` }
  const [, year, month, day] = parts
  let y = year ? Number(year) : Number(today.slice(0, 4))
  let date = isoDate(y, Number(month), Number(day))
  if (date && !year && ahead && date < today) date = isoDate(++y, Number(month), Number(day))
  return date ? { kind: 'date', date } : { kind: 'bad', message: `“${text}”这一天不存在。${HINT}` }
}

function isoDate(y: number, m: number, d: number): string | null {
  const when = new Date(Date.UTC(y, m - 1, d))
  const real = when.getUTCFullYear() === y && when.getUTCMonth() === m - 1 && when.getUTCDate() === d
  return real ? when.toISOString().slice(0, 10) : null
}

const WEEK = '日一二三四五六'

/** 周五 for a date. */
export function weekday(date: string): string {
  return `周${WEEK[new Date(`${date}T00:00:00Z`).getUTCDay()]}`
}

/** 11-27 周五. */
export function shortDay(date: string): string {
  return `${date.slice(5)} ${weekday(date)}`
}

/** 11月20日 星期五. */
export function longDay(date: string): string {
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日 星期${WEEK[new Date(`${date}T00:00:00Z`).getUTCDay()]}`
}

const shift = 8 * 3_600_000

/** The office's day (+08:00) of an instant in milliseconds. */
export function dayOf(ms: number): string {
  return new Date(ms + shift).toISOString().slice(0, 10)
}

/** 2026-11-20 10:42 at +08:00. */
export function stamp(ms: number): string {
  return new Date(ms + shift).toISOString().slice(0, 16).replace('T', ' ')
}

/** 10:42:07 at +08:00. */
export function clock(ms: number): string {
  return new Date(ms + shift).toISOString().slice(11, 19)
}

/** 00:41:20 from seconds of a recording. */
export function mark(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds))
  return [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60].map((n) => String(n).padStart(2, '0')).join(':')
}
