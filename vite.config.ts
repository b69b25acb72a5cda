import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [tailwindcss(), sveltekit()],
  // The first browsers that know light-dark(), which web/styles/tokens.css is made of.
  build: { cssTarget: ['chrome123', 'firefox120', 'safari17.5'] },
});
