import { render } from '$lib/server/site/render.ts';
import { markdownOf } from '$lib/server/site/source.ts';
import { pageAt } from '$lib/site/pages.ts';

export function load({ url }) {
  const page = pageAt(url.pathname)!;
  return { page, ...render(markdownOf(page)) };
}
