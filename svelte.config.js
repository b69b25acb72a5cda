import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import adapters from './web/adapters.js';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    // The contract of the calls, and how a table of customers is read: shared with the Edge Functions and the importer.
    alias: {
      $contract: 'supabase/functions/_shared/contract',
      $table: 'importer/src/table',
    },
    adapter: adapters(),
    files: {
      appTemplate: 'web/app.html',
      assets: 'web/static',
      errorTemplate: 'web/error.html',
      hooks: { client: 'web/hooks.client', server: 'web/hooks.server' },
      lib: 'web/lib',
      params: 'web/params',
      routes: 'web/routes',
    },
    // web/lib/server/same-origin.ts is stricter, and its refusals carry the security headers.
    csrf: { trustedOrigins: ['*'] },
    // Where the site is, for the addresses in its sitemap, its feed and its link previews.
    prerender: { origin: process.env.SITE_URL ?? 'https://app.tinycrm.dev' },
    // By itself Kit looks for app.d.ts and the hooks in src/ only.
    typescript: {
      config: (config) => {
        config.include.push('../web/*.ts', '../*.ts');
      },
    },
    // web/hooks.server.ts adds the headers that are the same everywhere, and a policy for what is no page.
    // 'auto': a nonce where a page is made for each visitor, hashes in the pages made at build time.
    csp: {
      mode: 'auto',
      directives: {
        'default-src': ['none'],
        'script-src': ['self'],
        'style-src': ['self'],
        // Svelte positions its route announcer, and floating panels themselves, with style attributes.
        'style-src-attr': ['unsafe-inline'],
        'img-src': ['self', 'data:'],
        'font-src': ['self'],
        'connect-src': ['self'],
        'manifest-src': ['self'],
        'form-action': ['self'],
        'base-uri': ['none'],
        'object-src': ['none'],
        'frame-ancestors': ['none'],
      },
    },
  },
};
