import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';
import { refuseMalformed } from './local/refuse-malformed.ts';
import { sdkTarball } from './local/sdk-tarball.ts';
import { BROWSERS } from './web/browsers.ts';
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

/** Keeps the server of npm start and npm run dev alive, whatever somebody sends to it. */
function malformedRequests(): Plugin {
  return {
    name: 'malformed-requests',
    configureServer: ({ middlewares }) => void middlewares.use(refuseMalformed),
    configurePreviewServer: ({ middlewares }) => void middlewares.use(refuseMalformed),
  };
}

export default defineConfig({
  plugins: [tailwindcss(), previewHeaders(), malformedRequests(), sdkTarball(), sveltekit()],
  // Whoever runs it for themselves sells nothing: web/lib/offer.ts.
  define: { 'import.meta.env.SELF_HOSTED': JSON.stringify(Boolean(process.env.SELF_HOSTED)) },
  // A worker loads what few files need when one needs it, as pages do.
  worker: { format: 'es' },
  // What web/lib/snippets.ts and the home page show.
  server: { fs: { allow: ['examples/snippets', 'docs/screenshots'] } },
  // For the older of them light-dark() is written out: web/styles/tokens.css is made of it.
  build: { target: BROWSERS, cssTarget: BROWSERS },
});
