export const routes = [{ path: '/ledgers', component: () => import('./LedgersPage.vue'), meta: { nav: 'ledgers' } }]
