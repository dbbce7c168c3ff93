/** Starts the screens. */
import ElementPlus from 'element-plus'
import zhCn from 'element-plus/es/locale/lang/zh-cn'
import 'element-plus/dist/index.css'
import './styles/tokens.css'
import './styles/base.css'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import { vEnter } from './shared/enter'

createApp(App).use(ElementPlus, { locale: zhCn }).use(router).directive('enter', vEnter).mount('#app')
