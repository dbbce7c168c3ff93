import { mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { vEnter } from './enter'

it('takes Enter, but not the Enter that accepts a candidate', async () => {
  const go = vi.fn()
  const page = mount(defineComponent({ directives: { enter: vEnter }, setup: () => ({ go }), template: '<input v-enter="go">' }))
  const box = page.find('input').element
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true }))
  expect(go).not.toHaveBeenCalled()
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))
  expect(go).toHaveBeenCalledOnce()
})
