export const routes = [{ path: '/dashboards', component: () => import('./BoardPage.vue'), meta: { nav: 'dashboards' } }]
