import { error } from '@sveltejs/kit';
import { render } from '$lib/server/site/render.ts';
import { markdownOf } from '$lib/server/site/source.ts';
import { ARTICLES } from '$lib/site/articles.ts';
import { pageAt } from '$lib/site/pages.ts';

export function entries() {
  return ARTICLES.map(({ path }) => {
    const [, section = '', slug] = path.split('/');
    return { section, slug };
  });
}

export function load({ url }) {
  const page = pageAt(url.pathname);
  if (!page) error(404, 'There is nothing at this address.');
  return { page, html: render(markdownOf(page)).html };
}
