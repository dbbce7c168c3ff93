/** `v-enter="go"`: Enter, but never the Enter that accepts an input method's candidate. */
import type { Directive } from 'vue'
import { composing } from './keys'

type Run = (event: KeyboardEvent) => void
type Bound = HTMLElement & { grEnter?: Run; grRun?: Run }

export const vEnter: Directive<Bound, Run> = {
  mounted(el, { value }) {
    el.grRun = value
    el.grEnter = (event) => {
      if (event.key !== 'Enter' || composing(event) || event.shiftKey) return
      event.preventDefault()
      event.stopPropagation()
      el.grRun?.(event)
    }
    el.addEventListener('keydown', el.grEnter)
  },
  updated(el, { value }) {
    el.grRun = value
  },
  beforeUnmount(el) {
    if (el.grEnter) el.removeEventListener('keydown', el.grEnter)
  },
}
