/** The loopback host: plain HTTP to the program that served this page. */
import { CallError, type Host, type Picked, type Progress } from '.'

interface Wire {
  code?: string
  message?: string
  field?: string
}

async function failure(answer: Response): Promise<CallError> {
  const wire = (await answer.json().catch(() => ({}))) as Wire & { error?: Wire }
  const found = wire.error ?? wire
  return new CallError(found.code ?? 'internal', found.message ?? `程序没有正常回答（${answer.status}）。请重试。`, found.field)
}

const LOST = '连不上本机的绿间程序，这一步没有写入，已有内容完好。请确认程序还开着，再重试。'

async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let answer: Response
  try {
    answer = await fetch(path, { cache: 'no-store', ...init })
  } catch {
    throw new CallError('internal', LOST)
  }
  if (!answer.ok) throw await failure(answer)
  return answer
}

export async function browserHost(): Promise<Host> {
  let token: string | null = null
  const headers = async (): Promise<Record<string, string>> => {
    token ??= ((await (await request('/session')).json()) as { token: string }).token
    return { 'x-greenroom-token': token }
  }

  async function upload(file: File): Promise<string> {
    const answer = await request(`/upload?name=${encodeURIComponent(file.name)}`, {
      method: 'POST',
      headers: { ...(await headers()), 'content-type': 'application/octet-stream' },
      body: file,
    })
    return ((await answer.json()) as { handle: string }).handle
  }

  return {
    browser: true,
    async call(name, input, actor, job) {
      const answer = await request('/call', {
        method: 'POST',
        headers: { ...(await headers()), 'content-type': 'application/json' },
        body: JSON.stringify({ name, input, actor, job }),
      })
      const { value, changed } = (await answer.json()) as { value: unknown; changed?: string[] }
      return { value, changed: changed ?? [] }
    },
    upload,
    pickFiles: ({ multiple, accept }) =>
      new Promise<Picked[]>((resolve, reject) => {
        const box = document.createElement('input')
        box.type = 'file'
        box.multiple = multiple ?? false
        if (accept) box.accept = accept
        box.dataset.testid = 'field-file'
        box.hidden = true
        document.body.append(box)
        const leave = (picked: Picked[]) => {
          box.remove()
          resolve(picked)
        }
        box.addEventListener('cancel', () => leave([]))
        box.addEventListener('change', () => {
          Promise.all([...(box.files ?? [])].map(async (f) => ({ handle: await upload(f), name: f.name, size: f.size })))
            .then(leave)
            .catch((error: unknown) => {
              box.remove()
              reject(error)
            })
        })
        box.click()
      }),
    async saveFile(handle, name) {
      const link = document.createElement('a')
      link.href = `/file/${encodeURIComponent(handle)}`
      link.download = name
      link.hidden = true
      document.body.append(link)
      link.click()
      link.remove()
      return true
    },
    progress(job, tell) {
      let going = true
      const ask = async () => {
        while (going) {
          try {
            const answer = await request(`/progress?job=${encodeURIComponent(job)}`, { headers: await headers() })
            const found = (await answer.json()) as Progress | null
            if (going && found) tell(found)
          } catch {
            /* The job itself reports its failure; a missed look at the bar is none. */
          }
          await new Promise((r) => setTimeout(r, 250))
        }
      }
      void ask()
      return () => {
        going = false
      }
    },
    async cancel(job) {
      await request(`/cancel?job=${encodeURIComponent(job)}`, { method: 'POST', headers: await headers() })
    },
    evidenceUrl: (id) => `/evidence/${encodeURIComponent(id)}`,
    chooseFolder: async () => false,
    async openEvidence(id) {
      window.open(`/evidence/${encodeURIComponent(id)}`, '_blank', 'noopener')
    },
  }
}
