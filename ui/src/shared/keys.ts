/**
 * One registry for every shortcut. Keys of an input method never reach it; single letters, digits and
 * list keys are dead while a text field has the focus; the Ctrl, Alt and F forms work everywhere.
 */
import { onBeforeUnmount, onMounted } from 'vue'

export type KeyMap = Record<string, (event: KeyboardEvent) => void | boolean>

interface Entry {
  map: KeyMap
  /** Keys below this entry are not looked at: a dialog is open. */
  modal: boolean
  enabled: () => boolean
}

const entries: Entry[] = []

/** True while an input method is composing: Enter then only accepts the candidate. */
export function composing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229
}

/** `Ctrl+K`, `Alt+1`, `F9`, `PageUp`, `/`, `A`. Letters are upper-case, Shift is never part of a name. */
export function keyName(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  const digit = /^Digit(\d)$/.exec(event.code)?.[1]
  const name = event.altKey && digit ? digit : key
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${name}`
}

/** Does the focused element take typed text? */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true
  if (target.tagName !== 'INPUT') return false
  return !['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'range'].includes((target as HTMLInputElement).type)
}

function answersEnter(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a[href], summary, [role="button"], [role="option"]') !== null
}

/** May the key be taken while `target` has the focus? */
export function allowed(name: string, target: EventTarget | null): boolean {
  const everywhere = /^(Ctrl\+|Alt\+|F\d+$|PageUp$|PageDown$|Escape$)/.test(name)
  if (isTextField(target)) return everywhere && !['Ctrl+Z', 'Ctrl+Y', 'Ctrl+A', 'Ctrl+C', 'Ctrl+X'].includes(name)
  if (name.startsWith('Arrow') && target instanceof HTMLInputElement && target.type === 'radio') return false
  if (name === 'Enter' || name === ' ') return !answersEnter(target)
  return true
}

/** A dialog or drawer of the library is open: the page below it hears no shortcut. */
function covered(): boolean {
  return [...document.querySelectorAll<HTMLElement>('.el-overlay')].some((o) => o.style.display !== 'none')
}

function dispatch(event: KeyboardEvent) {
  if (composing(event) || event.defaultPrevented) return
  const name = keyName(event)
  if (!allowed(name, event.target)) return
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i]!
    if (!entry.enabled() || (!entry.modal && covered())) continue
    if (name === 'Escape' && !entry.modal && isTextField(event.target)) {
      // One step back from typing is out of the field, not out of the page.
      ;(event.target as HTMLElement).blur()
      event.preventDefault()
      return
    }
    const run = entry.map[name]
    if (run && run(event) !== false) {
      event.preventDefault()
      return
    }
    if (entry.modal) return
  }
}

if (typeof window !== 'undefined') window.addEventListener('keydown', dispatch)

/** Registers keys until `off` is called. Later entries are asked first. */
export function addKeys(map: KeyMap, options: { modal?: boolean; enabled?: () => boolean } = {}): () => void {
  const entry: Entry = { map, modal: options.modal ?? false, enabled: options.enabled ?? (() => true) }
  entries.push(entry)
  return () => {
    const at = entries.indexOf(entry)
    if (at >= 0) entries.splice(at, 1)
  }
}

/** Registers keys for as long as the component is on the screen. A handler that returns false passes the key on. */
export function useKeys(map: KeyMap, options: { modal?: boolean; enabled?: () => boolean } = {}) {
  let off = () => {}
  onMounted(() => (off = addKeys(map, options)))
  onBeforeUnmount(() => off())
}
