const meta = { nav: 'draws' }
export const routes = [
  { path: '/plans', component: () => import('./YearPlanPage.vue'), meta },
  { path: '/plans/matters', component: () => import('./MattersPage.vue'), meta },
  { path: '/plans/libraries', component: () => import('./LibrariesPage.vue'), meta },
  { path: '/plans/results', component: () => import('./ResultsPage.vue'), meta },
  { path: '/plans/statistics', component: () => import('./StatisticsPage.vue'), meta },
]
