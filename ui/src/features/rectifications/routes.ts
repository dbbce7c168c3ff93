const meta = { nav: 'rectifications' }
export const routes = [
  { path: '/rectifications', component: () => import('./BoardPage.vue'), meta },
  { path: '/rectifications/:id', component: () => import('./RecheckPage.vue'), meta },
]
