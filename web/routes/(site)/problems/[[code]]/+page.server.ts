import { error } from '@sveltejs/kit';
import { render } from '$lib/server/site/render.ts';
import { markdownOf } from '$lib/server/site/source.ts';
import { pageAt } from '$lib/site/pages.ts';
import { PROBLEM_PAGES } from '$lib/site/problems/list.ts';

export function entries() {
  return [{ code: '' }, ...PROBLEM_PAGES.map(({ title }) => ({ code: title }))];
}

export function load({ url }) {
  const page = pageAt(url.pathname);
  if (!page) error(404, 'There is nothing at this address.');
  return { page, ...render(markdownOf(page)) };
}
