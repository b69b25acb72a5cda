import { DOC_PAGES } from '../../content.server.ts';
import { readDocsPage } from '../../markdown.server.ts';

/** The page of the API has a playground, and a route of its own. */
export function entries() {
  return DOC_PAGES.filter(
    ({ path, source }) => path.startsWith('/docs') && source !== 'openapi',
  ).map(({ path }) => ({ slug: path.slice('/docs/'.length) }));
}

export function load({ url }) {
  return readDocsPage(url.pathname);
}
