import { OFFER } from '$lib/offer.ts';
import { PAGES } from '../content.server.ts';

export const prerender = true;

/** The list of all there is to read, for a program: https://llmstxt.org. */
export function GET({ url }) {
  const lines = PAGES.map(
    ({ path, title, description }) => `- [${title}](${url.origin}${path}.md): ${description}`,
  );
  return new Response(
    `# TinyCRM

> All your customers, across all your products, in one table. One row per person, a badge per product with its own status, params and last activity.

A product's backend calls identify() at sign-up and when something changes, and ping() when someone is active, through the SDK or over HTTP. ${OFFER.line} It is open source (MIT) and can be self-hosted.

## Pages

${lines.join('\n')}
`,
    { headers: { 'content-type': 'text/plain; charset=utf-8' } },
  );
}
