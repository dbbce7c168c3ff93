/** The window: one command for calls, and dialogs for files. The only file that knows Tauri. */
import { Channel, convertFileSrc, invoke } from '@tauri-apps/api/core'
import { CallError, type Host, type Picked, type Progress } from '.'

function thrown(error: unknown): never {
  const wire = error as { code?: string; message?: string; field?: string }
  throw new CallError(wire?.code ?? 'internal', wire?.message ?? String(error), wire?.field)
}

async function ask<T>(command: string, args: Record<string, unknown> | Uint8Array, headers?: Record<string, string>): Promise<T> {
  try {
    return await invoke<T>(command, args, headers ? { headers } : undefined)
  } catch (error) {
    return thrown(error)
  }
}

export async function tauriHost(): Promise<Host> {
  const watchers = new Map<string, Set<(progress: Progress) => void>>()
  return {
    browser: false,
    async call(name, input, actor, job) {
      const progress = new Channel<Progress>()
      progress.onmessage = (p) => {
        if (job) watchers.get(job)?.forEach((tell) => tell(p))
      }
      const { value, changed } = await ask<{ value: unknown; changed?: string[] }>('call', {
        request: { name, input, actor, job },
        progress,
      })
      return { value, changed: changed ?? [] }
    },
    async upload(file) {
      const bytes = new Uint8Array(await file.arrayBuffer())
      return ask<string>('upload', bytes, { 'x-name': encodeURIComponent(file.name) })
    },
    pickFiles: ({ multiple, accept }) =>
      ask<Picked[]>('pick_files', { multiple: multiple ?? false, accept: accept ?? null }),
    saveFile: (handle, name) => ask<boolean>('save_file', { handle, name }),
    progress(job, tell) {
      const set = watchers.get(job) ?? new Set()
      set.add(tell)
      watchers.set(job, set)
      return () => {
        set.delete(tell)
        if (!set.size) watchers.delete(job)
      }
    },
    cancel: (job) => ask<void>('cancel', { job }),
    evidenceUrl: (id) => convertFileSrc(id, 'evidence'),
    chooseFolder: () => ask<boolean>('choose_folder', {}),
    openEvidence: (id) => ask<void>('open_evidence', { id }),
  }
}
