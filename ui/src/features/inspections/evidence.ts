/** What a file is, by its name, and the name of a pasted picture. */
import type { Input, Output } from '@/host'

export type Evidence = Output<'evidence.list'>[number]
export type Kind = Input<'evidence.add'>['kind']

const endings: [RegExp, Kind][] = [
  [/\.(png|jpe?g|webp|gif|bmp|heic)$/i, 'photo'],
  [/\.(mp4|webm|mov|avi|mkv|flv|ts|mp3|wav|m4a)$/i, 'recording'],
  [/\.(mhtml?|html?|warc|wacz)$/i, 'page'],
  [/\.(pdf|docx?|xlsx?|wps|et|csv|txt)$/i, 'document'],
]

/** A pasted or grabbed picture is a screenshot; everything else goes by its ending. */
export function kindOf(name: string, mime: string): Kind {
  if (/^(粘贴截图|画面截图)/.test(name)) return 'screenshot'
  return endings.find(([ending]) => ending.test(name))?.[1] ?? (mime.startsWith('image/') ? 'photo' : 'other')
}

/** 粘贴截图 第4项 104207.png. The time is of the deposit, not of what is seen. */
export function pastedName(now: Date, no: string | number | undefined, mime: string): string {
  const local = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(11, 19).replaceAll(':', '')
  return `粘贴截图${no ? ` 第${no}项` : ''} ${local}.${mime.split('/')[1]?.replace('jpeg', 'jpg') ?? 'png'}`
}

export const kindWords: Record<string, string> = { screenshot: '画面截图', recording: '录屏、视频', page: '网页存档', photo: '照片', document: '书证材料', other: '其他' }
