const meta = { nav: 'documents' }
export const routes = [{ path: '/documents', component: () => import('./DocumentsPage.vue'), meta }]
