const meta = { nav: 'draws' }
export const routes = [
  { path: '/draws', component: () => import('./DrawsPage.vue'), meta },
  { path: '/draws/new', component: () => import('./PlanPage.vue'), meta },
  { path: '/draws/:id', component: () => import('./DrawPage.vue'), meta },
  { path: '/draws/:id/plan', component: () => import('./PlanPage.vue'), meta },
]
