import { PAGES } from '../content.server.ts';
import { markdownOf, readPage } from '../markdown.server.ts';

export const prerender = true;

export function entries() {
  return PAGES.map(({ path }) => ({ path: path.slice(1) }));
}

/** The Markdown twin of a page: its address is the page's and .md. */
export function GET({ params }) {
  const { page } = readPage(`/${params.path}`);
  return new Response(markdownOf(page), {
    headers: { 'content-type': 'text/markdown; charset=utf-8' },
  });
}
