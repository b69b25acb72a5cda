import { error } from '@sveltejs/kit';
import { render } from '$lib/server/site/render.ts';
import { markdownOf } from '$lib/server/site/source.ts';
import { DOC_PAGES } from '$lib/site/docs-pages.ts';
import { pageAt } from '$lib/site/pages.ts';

/** The page of the API has a playground, and a route of its own. */
export function entries() {
  return DOC_PAGES.filter(
    ({ path, source }) => path.startsWith('/docs') && source !== 'openapi',
  ).map(({ path }) => ({ slug: path.slice('/docs/'.length) }));
}

export function load({ url }) {
  const page = pageAt(url.pathname);
  if (!page) error(404, 'There is nothing at this address.');
  return { page, ...render(markdownOf(page)) };
}
