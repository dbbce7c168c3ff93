const meta = { nav: 'registers' }
export const routes = [
  { path: '/registers', redirect: '/registers/rooms' },
  { path: '/registers/import', component: () => import('./ImportPage.vue'), meta },
  { path: '/registers/imports', component: () => import('./BatchesPage.vue'), meta },
  { path: '/registers/imports/:id', component: () => import('./ReceiptPage.vue'), meta },
  { path: '/registers/:register', component: () => import('./RegisterPage.vue'), meta },
  { path: '/registers/:register/duplicates', component: () => import('./DuplicatesPage.vue'), meta },
  { path: '/registers/:register/new', component: () => import('./EditPage.vue'), meta },
  { path: '/registers/:register/:id', component: () => import('./SubjectPage.vue'), meta },
  { path: '/registers/:register/:id/edit', component: () => import('./EditPage.vue'), meta },
]
