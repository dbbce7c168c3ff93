export const routes = [
  { path: '/inspections', component: () => import('./InspectionsPage.vue'), meta: { nav: 'inspections' } },
  { path: '/inspections/:id', component: () => import('./InspectionPage.vue'), meta: { nav: 'inspections', rail: true } },
]
