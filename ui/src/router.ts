/** Hash addresses: the pages are files, there is no server to rewrite paths. Each feature brings its own routes. */
import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import { forgetFailures } from '@/shared/say'

declare module 'vue-router' {
  interface RouteMeta {
    /** The nav entry that is lit. */
    nav?: string
    /** Always the narrow rail, below 1680 px. */
    rail?: boolean
  }
}

const found = import.meta.glob<{ routes: RouteRecordRaw[] }>('./features/*/routes.ts', { eager: true })
export const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/workbench' },
  ...Object.values(found).flatMap((m) => m.routes),
  { path: '/:missing(.*)*', redirect: '/workbench' },
]

export const router = createRouter({ history: createWebHashHistory(), routes })
router.afterEach((to, from) => void (to.path !== from.path && forgetFailures()))
