import { readDocsPage } from '../../markdown.server.ts';
import { openapi } from './api.server.ts';

/** What a product calls. Imports are a matter of tinycrm-import. */
const OF_PRODUCTS = new Set(['/identify', '/ping', '/batch']);

export function load() {
  const calls = Object.entries(openapi().paths).flatMap(([path, { post }]) =>
    post && OF_PRODUCTS.has(path)
      ? [
          {
            path,
            summary: post.summary,
            example: post.requestBody!.content['application/json']!.example,
          },
        ]
      : [],
  );
  return { calls, ...readDocsPage('/docs/http-api') };
}
