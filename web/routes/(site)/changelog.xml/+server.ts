import { pageAt } from '../content.server.ts';
import { markdownOf } from '../markdown.server.ts';
import { feed } from './feed.server.ts';

export const prerender = true;

export function GET({ url }) {
  return new Response(feed(markdownOf(pageAt('/changelog')!), url.origin), {
    headers: { 'content-type': 'application/rss+xml' },
  });
}
