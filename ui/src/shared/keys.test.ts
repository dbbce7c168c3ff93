import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addKeys, allowed } from './keys'

function press(key: string, init: KeyboardEventInit & { keyCode?: number } = {}, target: EventTarget = document.body) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  if (init.keyCode) Object.defineProperty(event, 'keyCode', { value: init.keyCode })
  target.dispatchEvent(event)
  return event
}

describe('shortcuts', () => {
  let off = () => {}
  const one = vi.fn()
  const finish = vi.fn()
  const field = document.createElement('textarea')
  beforeEach(() => {
    document.body.append(field)
    off = addKeys({ '1': one, 'Alt+1': one, F9: finish })
  })
  afterEach(() => {
    off()
    field.remove()
    vi.clearAllMocks()
  })

  it('runs and takes the key', () => {
    expect(press('1').defaultPrevented).toBe(true)
    expect(one).toHaveBeenCalledOnce()
  })
  it('is dead in a text field, but its Alt and F forms live', () => {
    press('1', {}, field)
    expect(one).not.toHaveBeenCalled()
    press('1', { altKey: true, code: 'Digit1' }, field)
    expect(one).toHaveBeenCalledOnce()
    press('F9', {}, field)
    expect(finish).toHaveBeenCalledOnce()
  })
  it('never fires while an input method composes', () => {
    press('F9', { isComposing: true })
    press('F9', { keyCode: 229 })
    press('1', { keyCode: 229 })
    expect(finish).not.toHaveBeenCalled()
    expect(one).not.toHaveBeenCalled()
  })
  it('asks the open dialog first and nothing below it', () => {
    const inside = vi.fn()
    const close = addKeys({ Enter: inside }, { modal: true })
    press('F9')
    expect(finish).not.toHaveBeenCalled()
    press('Enter')
    expect(inside).toHaveBeenCalledOnce()
    close()
    press('F9')
    expect(finish).toHaveBeenCalledOnce()
  })
  it('leaves the field first and the page only then', () => {
    const leave = vi.fn()
    const close = addKeys({ Escape: leave })
    field.focus()
    press('Escape', {}, field)
    expect(leave).not.toHaveBeenCalled()
    expect(document.activeElement).not.toBe(field)
    press('Escape')
    expect(leave).toHaveBeenCalledOnce()
    close()
  })
  it('gives the page no key while a dialog of the library is open', () => {
    const veil = document.createElement('div')
    veil.className = 'el-overlay'
    document.body.append(veil)
    press('F9')
    expect(finish).not.toHaveBeenCalled()
    veil.style.display = 'none'
    press('F9')
    expect(finish).toHaveBeenCalledOnce()
    veil.remove()
  })
  it('passes the key on when a handler declines', () => {
    const decline = addKeys({ F9: () => false })
    press('F9')
    expect(finish).toHaveBeenCalledOnce()
    decline()
  })
  it('leaves Enter to a focused button and Ctrl+Z to a text field', () => {
    const button = document.createElement('button')
    expect(allowed('Enter', button)).toBe(false)
    expect(allowed('Ctrl+Z', field)).toBe(false)
    expect(allowed('Ctrl+Z', document.body)).toBe(true)
  })
})
