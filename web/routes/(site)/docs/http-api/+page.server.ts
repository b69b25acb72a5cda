import { readDocsPage } from '../../markdown.server.ts';
import { OF_PRODUCTS, openapi } from './api.server.ts';

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
