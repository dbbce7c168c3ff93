/** Taking a merge back, from wherever it is offered. */
import { call } from '@/host'
import { count } from '@/shared/mask'

/** Takes it back; the words say what stayed as it is. */
export async function unmerge(id: string): Promise<string> {
  const back = await call('registers.unmerge', { id })
  return back.keptCount ? `已撤销合并；${count(back.keptCount)} 处后来又改过，保留现在的内容` : '已撤销合并，两条登记各自使用'
}
