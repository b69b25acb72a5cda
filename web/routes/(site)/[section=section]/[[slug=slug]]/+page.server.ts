import { ARTICLES } from '../../content.server.ts';
import { readPage } from '../../markdown.server.ts';

export function entries() {
  return ARTICLES.map(({ path }) => {
    const [, section = '', slug] = path.split('/');
    return { section, slug };
  });
}

export function load({ url }) {
  return readPage(url.pathname);
}
