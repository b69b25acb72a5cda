import { readDocsPage } from '../../markdown.server.ts';
import { openapi } from './api.server.ts';

export function load() {
  const calls = Object.entries(openapi().paths).flatMap(([path, { post }]) =>
    post
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
