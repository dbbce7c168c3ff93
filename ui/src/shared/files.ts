/** Files in and out by handles; the page never sees a path. */
import { host } from '@/host'
import { say } from './say'

/** Lets the person choose one file. */
export async function pickFile(accept?: string) {
  return (await (await host()).pickFiles({ accept }))[0] ?? null
}

/** Saves what a call handed out. */
export async function saveHandle(handle: string, name: string) {
  if (await (await host()).saveFile(handle, name)) say(`已导出 ${name}`)
}
