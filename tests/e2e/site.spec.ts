import { readFileSync } from 'node:fs';
import { HEADERS } from '../../web/lib/server/security-headers.ts';
import { expectAccessibleOfItsKind, expectAccessibleOnAnyScreen } from './axe.ts';
import { crawl, sitePages } from './site-pages.ts';
import { givenFounder } from './steps.ts';
import { expect, test } from './test.ts';

/** The pages of the problems differ in their words only: one with the longest code stands for them. */
const another = (path: string) =>
  /^\/problems\/./.test(path) && path !== '/problems/unsupported_content_encoding';

/** Pages of one kind differ in their words: in the dark and on a phone one stands for the others. */
const kindOf = (path: string) => path.replace(/(?<=.\/)[^/]+$/, '');

for (const half of [0, 1]) {
  test(`no page of the site has a fault that axe can find, or scrolls sideways (${half + 1} of 2)`, async ({
    page,
    request,
  }) => {
    test.setTimeout(240_000);
    const paths = (await sitePages(request)).filter((path) => !another(path));
    const first = new Map(paths.toReversed().map((path) => [kindOf(path), path]));
    for (const path of paths.filter((_, at) => at % 2 === half)) {
      await page.goto(path);
      if (first.get(kindOf(path)) === path) await expectAccessibleOnAnyScreen(page, path);
      else await expectAccessibleOfItsKind(page, path);
    }
  });
}

test('no link of the site is broken, and each leads to a heading that is there', async ({
  request,
}) => {
  const found = await crawl(request);
  for (const [path, { status, from, html, text }] of found) {
    expect.soft(status, `${path}, linked from ${from}`).toBe(200);
    if (!html) continue;
    for (const [, href] of text.matchAll(/<a[^>]* href="([^"]*#[^"]+)"/g)) {
      const { pathname, hash } = new URL(href!, `http://site${path}`);
      const target = found.get(pathname)?.text ?? '';
      expect.soft(target, `${href} in ${path}`).toContain(`id="${hash.slice(1)}"`);
    }
  }
});

test('no page of the site asks anybody else for anything, or sets a cookie', async ({
  page,
  request,
  baseURL,
}) => {
  test.slow();
  const elsewhere: string[] = [];
  page.on('request', (sent) => {
    if (!sent.url().startsWith(baseURL!)) elsewhere.push(sent.url());
  });
  for (const path of await sitePages(request)) if (!another(path)) await page.goto(path);
  expect(elsewhere).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
});

test('every page has one heading, a title, a description and its own address', async ({
  request,
}) => {
  const titles = new Set<string>();
  const pages = await sitePages(request);
  for (const path of pages) {
    const html = await (await request.get(path)).text();
    expect.soft(html, path).not.toContain('%theme%');
    expect.soft(html.match(/<h1/g), path).toHaveLength(1);
    expect.soft(html, path).toMatch(/<meta name="description" content="[^"]{50,}"/);
    expect.soft(html, path).toMatch(new RegExp(`rel="canonical" href="https?://[^/]+${path}"`));
    titles.add(/<title>(.+)<\/title>/.exec(html)![1]!);
  }
  expect(titles.size).toBe(pages.length);
});

test('a page made at build time allows only its own scripts, and every security header', async ({
  request,
}) => {
  const response = await request.get('/pricing');
  expect(response.headers()).toMatchObject(HEADERS);
  const [, policy] = /http-equiv="content-security-policy" content="([^"]+)"/.exec(
    await response.text(),
  )!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/script-src 'self'( 'sha256-[^']+')*;/);
  const { headers } = JSON.parse(readFileSync('vercel.json', 'utf8'));
  const onVercel = headers[0].headers.map((one: Record<string, string>) => [one.key, one.value]);
  expect(headers[0].source).toBe('/(.*)');
  expect(Object.fromEntries(onVercel)).toEqual(HEADERS);
});

test('the site may be found, the dashboard may not', async ({ request }) => {
  for (const path of ['/', '/pricing']) {
    expect((await request.get(path)).headers()['x-robots-tag']).toBeUndefined();
  }
  expect((await request.get('/sign-in')).headers()['x-robots-tag']).toBe('noindex');
});

test('who is signed in lands on their customers, and anybody else on the home page', async ({
  page,
}) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('in one table');
  await givenFounder(page);
  await page.goto('/');
  await expect(page).toHaveURL(/\/customers$/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the filters of the example work', async ({ page }) => {
    await page.goto('/');
    const demo = page.locator('.demo');
    const names = demo.locator('tbody th span:first-child:visible');
    await expect(names).toHaveCount(9);
    await expect(demo.getByRole('status')).toHaveText('of 9 people');
    await demo.getByText('Shiplog').first().click();
    await expect(names).toHaveCount(5);
    await demo.getByText('Trial').first().click();
    await expect(names).toHaveText(['Priya Raman', 'Jonas Weber']);
    await demo.getByText('In 2 products or more').click();
    await expect(names).toHaveText(['Priya Raman']);
    await demo.getByRole('button', { name: 'Clear filters' }).click();
    await expect(names).toHaveCount(9);
  });
});
