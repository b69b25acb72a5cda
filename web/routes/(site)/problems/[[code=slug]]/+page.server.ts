import { PROBLEM_PAGES } from '$lib/site/problems/list.ts';
import { readDocsPage } from '../../markdown.server.ts';

export function entries() {
  return [{ code: '' }, ...PROBLEM_PAGES.map(({ title }) => ({ code: title }))];
}

export function load({ url }) {
  return readDocsPage(url.pathname);
}
