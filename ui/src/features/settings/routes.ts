const meta = { nav: 'settings' }
export const routes = [
  { path: '/settings', redirect: '/settings/office' },
  {
    path: '/settings', component: () => import('./SettingsPage.vue'), meta,
    children: [
      { path: 'office', component: () => import('./OfficeSection.vue'), meta },
      { path: 'people', component: () => import('./PeopleSection.vue'), meta },
      { path: 'packs', component: () => import('./PacksSection.vue'), meta },
      { path: 'packs/:id', component: () => import('./PackPage.vue'), meta },
      { path: 'calendar', component: () => import('./CalendarSection.vue'), meta },
      { path: 'backup', component: () => import('./BackupSection.vue'), meta },
      { path: 'journal', component: () => import('./JournalSection.vue'), meta },
    ],
  },
]
