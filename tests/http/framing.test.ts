import { randomUUID } from 'node:crypto';
import { readFileSync, globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ask, cookiesOf, submit } from './dashboard.ts';

/** The addresses of all pages and endpoints that a hook sees, with something for each parameter. */
const paths = globSync('web/routes/**/{+page.svelte,+server.ts}')
  .filter((file) => !file.includes('(site)'))
  .map((file) =>
    file
      .replace(/^web\/routes|\/\([a-z]+\)|\/\+[^/]+$/g, '')
      .replace(/\/\([a-z]+\)/g, '')
      .replace(/\[id\]/g, randomUUID())
      .replace(/\[\w+\]/g, 'something'),
  );

test('no page, answer or error can be shown in a frame of another site', async () => {
  const cookie = cookiesOf(
    await submit('/sign-up', {
      email: `framed-${randomUUID()}@example.com`,
      password: randomUUID(),
      account: '',
    }),
  );
  expect(paths.length).toBeGreaterThan(20);
  for (const path of [...paths, '/nowhere', '/customers?cursor=broken']) {
    for (const headers of [{ cookie }, { cookie: '' }]) {
      const response = await ask(path, { headers });
      await response.text();
      expect(response.headers.get('x-frame-options'), path).toBe('DENY');
      expect(response.headers.get('content-security-policy'), path).toContain(
        "frame-ancestors 'none'",
      );
    }
  }
});

test('nor can a file, or a page made at build time', () => {
  const { headers } = JSON.parse(readFileSync('vercel.json', 'utf8'));
  expect(headers[0].source).toBe('/(.*)');
  expect(headers[0].headers).toContainEqual({ key: 'x-frame-options', value: 'DENY' });
});
