import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

const here = import.meta.dirname;

export default defineConfig({
  root: here,
  plugins: [preact()],
  build: {
    outDir: `${here}/../../../build/client`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rollupOptions: { input: ['index', 'bench', 'replay'].map((page) => `${here}/${page}.html`) },
  },
});
