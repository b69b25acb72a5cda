import { openapi } from '$lib/server/site/api.ts';
import { render } from '$lib/server/site/render.ts';
import { markdownOf } from '$lib/server/site/source.ts';
import { pageAt } from '$lib/site/pages.ts';

export function load() {
  const page = pageAt('/docs/http-api')!;
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
  return { page, calls, ...render(markdownOf(page)) };
}
