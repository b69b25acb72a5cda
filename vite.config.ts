import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';
import { HEADERS } from './web/lib/server/security-headers.ts';

/** Gives files, such as the pages made at build time, the headers that vercel.json gives them. */
function previewHeaders(): Plugin {
  return {
    name: 'preview-headers',
    configurePreviewServer({ middlewares }) {
      middlewares.use((_request, response, next) => {
        for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
        next();
      });
    },
  };
}

export default defineConfig({
  plugins: [tailwindcss(), previewHeaders(), sveltekit()],
  // Whoever runs it for themselves sells nothing: web/lib/offer.ts.
  define: { 'import.meta.env.SELF_HOSTED': JSON.stringify(Boolean(process.env.SELF_HOSTED)) },
  // What web/lib/snippets.ts shows.
  server: { fs: { allow: ['examples/snippets'] } },
  // The first browsers that know light-dark(), which web/styles/tokens.css is made of.
  build: { cssTarget: ['chrome123', 'firefox120', 'safari17.5'] },
});
