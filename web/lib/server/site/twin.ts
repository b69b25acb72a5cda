import { error } from '@sveltejs/kit';
import { pageAt } from '$lib/site/pages.ts';
import { markdownOf } from './source.ts';

/** The Markdown twin of a page: its address is the page's and .md. */
export function twin({ url }: { url: URL }): Response {
  const page = pageAt(url.pathname.replace(/\.md$/, ''));
  if (!page) error(404, 'There is nothing at this address.');
  return new Response(markdownOf(page), {
    headers: { 'content-type': 'text/markdown; charset=utf-8' },
  });
}
