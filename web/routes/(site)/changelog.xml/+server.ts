import { feed } from '$lib/server/site/feed.ts';
import { markdownOf } from '$lib/server/site/source.ts';
import { pageAt } from '$lib/site/pages.ts';

export const prerender = true;

export function GET({ url }) {
  return new Response(feed(markdownOf(pageAt('/changelog')!), url.origin), {
    headers: { 'content-type': 'application/rss+xml' },
  });
}
