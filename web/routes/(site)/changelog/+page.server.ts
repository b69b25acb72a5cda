import { readPage } from '../markdown.server.ts';

export function load({ url }) {
  return readPage(url.pathname);
}
