export const routes = [{ path: '/office', component: () => import('./FirstRun.vue') }]
