import { PAGES } from '../content.server.ts';

export const prerender = true;

export function GET({ url }) {
  const paths = ['/', '/pricing', ...PAGES.map(({ path }) => path)];
  const urls = paths.map((path) => `<url><loc>${url.origin}${path}</loc></url>`).join('\n');
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls}
</urlset>
`,
    { headers: { 'content-type': 'application/xml' } },
  );
}
