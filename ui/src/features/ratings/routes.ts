const meta = { nav: 'ratings' }
export const routes = [
  { path: '/ratings', component: () => import('./RatingsPage.vue'), meta },
  { path: '/ratings/:id', component: () => import('./RatingPage.vue'), meta },
]
