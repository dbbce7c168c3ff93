export const routes = [{ path: '/workbench', component: () => import('./WorkbenchPage.vue'), meta: { nav: 'workbench' } }]
