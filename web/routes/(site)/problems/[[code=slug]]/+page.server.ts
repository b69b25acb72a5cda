import { readDocsPage } from '../../markdown.server.ts';
import { PROBLEM_PAGES } from '../list.ts';

export function entries() {
  return [{ code: '' }, ...PROBLEM_PAGES.map(({ title }) => ({ code: title }))];
}

export function load({ url }) {
  return readDocsPage(url.pathname);
}
