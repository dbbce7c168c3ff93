/** What the host itself answers, before an office is open. It stands beside the table of calls, not in it. */
export interface HostCalls {
  'host.status': {
    input: Record<string, never>
    output: {
      open: boolean
      officeName: string | null
      practice: boolean
      version: string
      folderIsEmpty: boolean
      surface: string
      /** Why the office in the folder could not be opened. */
      problem: { code: string; message: string } | null
    }
  }
  'host.create': { input: { name: string; code: string; personName?: string }; output: { ok: boolean } }
  'host.demo': { input: { scale: 'small' | 'office' | 'district' | 'national' }; output: Record<string, number> }
  'host.restore': { input: { file: string }; output: { ok: boolean } }
}
