// One script and one style sheet: the page that carries them makes no request.
import { defineConfig } from 'vite';

export default defineConfig({
  define: { 'process.env.NODE_ENV': '"production"' },
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'inline' },
  build: {
    target: 'es2020',
    outDir: process.env.HAZE_WEB_OUT || 'dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 2000,
    lib: { entry: 'src/main.tsx', formats: ['iife'], name: 'haze', fileName: () => 'bundle.js' },
    rollupOptions: { output: { assetFileNames: 'bundle.[ext]' } },
  },
});
