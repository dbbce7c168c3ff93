/**
 * The way from the screens to the program: one `call`, and handles for files. Whether a window or a
 * browser carries it is decided here and known nowhere else.
 */
import { shallowRef } from 'vue'
import type { Calls } from './contract'
import type { HostCalls } from './hostCalls'

type Everything = Calls & HostCalls
export type CallName = keyof Everything & string
export type Input<N extends CallName> = Everything[N]['input']
export type Output<N extends CallName> = Everything[N]['output']

/** A failure as it came over the wire; the message is the sentence for the user. */
export class CallError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly field?: string,
  ) {
    super(message)
    this.name = 'CallError'
  }
}

/** How far a long job is. */
export interface Progress {
  done: number
  /** 0 if unknown. */
  total: number
  words: string
}

/** What carries the calls. */
export interface Host {
  call(name: string, input: unknown, actor: string | null, job?: string): Promise<{ value: unknown; changed: string[] }>
  /** Hands a file to the program and gets a one-use handle. */
  upload(file: File): Promise<string>
  /** Lets the person choose files; handles with their names. */
  pickFiles(options: { multiple?: boolean; accept?: string }): Promise<Picked[]>
  /** Saves what a handle stands for where the person says. False if they changed their mind. */
  saveFile(handle: string, name: string): Promise<boolean>
  /** Follows a job until it is stopped. */
  progress(job: string, tell: (progress: Progress) => void): () => void
  cancel(job: string): Promise<void>
  /** Address that shows one piece of evidence. */
  evidenceUrl(id: string): string
  /** Opens evidence that the page does not show itself (video in the window) in the system's own program. */
  openEvidence(id: string): Promise<void>
  /** Lets the person choose the data folder; the office in it is open then. False if they changed their mind. */
  chooseFolder(): Promise<boolean>
  /** True in a plain browser, where an office cannot be chosen by folder. */
  readonly browser: boolean
}

export interface Picked {
  handle: string
  name: string
  size: number
}

let carrier: Promise<Host> | null = null

/** The host of this page: the window if there is one, else the loopback host that served the page. */
export function host(): Promise<Host> {
  carrier ??= '__TAURI_INTERNALS__' in window
    ? import('./tauri').then((m) => m.tauriHost())
    : import('./browser').then((m) => m.browserHost())
  return carrier
}

/** For tests of components only. */
export function setHost(other: Host | null) {
  carrier = other ? Promise.resolve(other) : null
}

/** When the last write was committed, in milliseconds; what the foot line shows. */
export const savedAt = shallowRef<number | null>(null)
/** A write is under way, or the last one failed. */
export const saveState = shallowRef<'saved' | 'writing' | 'failed'>('saved')

/** Who acts. Every call carries it. */
export const actor = shallowRef<string | null>(null)

const listeners = new Set<(topics: string[]) => void>()

/** Hears which topics changed, until the returned function is called. */
export function onChanged(hear: (topics: string[]) => void): () => void {
  listeners.add(hear)
  return () => listeners.delete(hear)
}

/** Tells the screens that topics changed (after a write, a merge, an import). */
export function announce(topics: string[]) {
  if (topics.length) for (const hear of [...listeners]) hear(topics)
}

/** Asks the program. Throws `CallError`. */
export async function call<N extends CallName>(name: N, input: Input<N>, options: { job?: string } = {}): Promise<Output<N>> {
  const { value, changed } = await (await host()).call(name, input, actor.value, options.job)
  if (changed.length) {
    savedAt.value = Date.now()
    saveState.value = 'saved'
    announce(changed)
  }
  return value as Output<N>
}

/** A fresh name for a long job. */
export function newJob(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('')
}
