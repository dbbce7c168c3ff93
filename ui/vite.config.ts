import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// The screens are served as plain files under a strict CSP: relative addresses, nothing inlined.
export default defineConfig({
  base: './',
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: 'dist',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    target: 'es2022',
    chunkSizeWarningLimit: 1500,
  },
  server: {
    port: 5173,
    // Names of columns lie with the rules.
    fs: { allow: ['.', '../assets/rules'] },
    proxy: Object.fromEntries(
      ['/call', '/session', '/upload', '/file', '/progress', '/evidence', '/cancel'].map((path) => [
        path,
        process.env.GREENROOM_SERVE ?? 'http://127.0.0.1:7411',
      ]),
    ),
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
})
