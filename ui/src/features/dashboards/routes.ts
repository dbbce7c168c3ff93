export const routes = [
  { path: '/dashboards', component: () => import('./BoardPage.vue'), meta: { nav: 'dashboards' } },
  { path: '/dashboards/rows', component: () => import('./RowsPage.vue'), meta: { nav: 'dashboards' } },
]
