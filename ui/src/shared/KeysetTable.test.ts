import { mount } from '@vue/test-utils'
import ElementPlus from 'element-plus'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { nextTick } from 'vue'
import KeysetTable from './KeysetTable.vue'
import { useKeyset } from './keyset'

beforeEach(() => {
  window.matchMedia = (() => ({ matches: true, addEventListener() {}, removeEventListener() {} })) as never
})
let page: ReturnType<typeof build>
const keyset = useKeyset(2)
function build() {
  return mount(KeysetTable as never, {
    props: { rows: [{ id: 'a', name: '甲' }, { id: 'b', name: '乙' }], columns: [{ key: 'name', label: '名称' }], keyset, nextCursor: 'c2', total: 5, label: '列表' } as never,
    global: { plugins: [ElementPlus] },
    attachTo: document.body,
  })
}
const press = (key: string) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
afterEach(() => page.unmount())

it('is walked with the arrows and opened with Enter from anywhere on the page', async () => {
  page = build()
  await nextTick()
  press('ArrowDown')
  press('Enter')
  expect(page.emitted('open')![0]).toEqual([{ id: 'b', name: '乙' }])
})

it('turns pages by cursor and comes back', async () => {
  page = build()
  await nextTick()
  press('PageDown')
  expect(keyset.after.value).toBe('c2')
  expect(keyset.first.value).toBe(3)
  press('PageUp')
  expect(keyset.after.value).toBeNull()
})
