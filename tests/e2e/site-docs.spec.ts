import { sitePages } from './site-pages.ts';
import { expect, test } from './test.ts';

test('the search of the docs finds a heading, and loads nothing before it is used', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('/docs', { waitUntil: 'networkidle' });
  expect(asked).not.toContain('/docs/search.json');
  const search = page.getByLabel('Search the docs');
  await search.fill('rate limted');
  await expect(page.getByRole('status')).toHaveText(/result/);
  await search.fill('post batch');
  await page.getByRole('link', { name: 'POST /batch' }).click();
  await expect(page).toHaveURL(/\/docs\/http-api#post-batch$/);
  await search.fill('qqqqqqqq');
  await expect(page.getByText('No results.', { exact: true })).toBeVisible();
});

test('the sitemap has every page of the site, and llms.txt a Markdown twin of each text', async ({
  request,
}) => {
  const robots = await (await request.get('/robots.txt')).text();
  expect(robots).toMatch(/^Sitemap: https?:\/\/[^/]+\/sitemap.xml$/m);
  const sitemap = await (await request.get('/sitemap.xml')).text();
  const listed = [...sitemap.matchAll(/<loc>https?:\/\/[^/]+(\/.*)<\/loc>/g)].map(
    ([, path]) => path,
  );
  expect(listed.toSorted()).toEqual((await sitePages(request)).toSorted());

  const llms = await (await request.get('/llms.txt')).text();
  const twins = [...llms.matchAll(/\(https?:\/\/[^/]+(\/\S+\.md)\)/g)].map(([, path]) => path!);
  expect(twins.length).toBe(listed.length - 2);
  for (const path of twins) {
    const response = await request.get(path);
    expect.soft(response.headers()['content-type'], path).toMatch(/^text\/markdown/);
    expect.soft(await response.text(), path).toMatch(/^# \w/);
  }
});

test('the changelog is a feed', async ({ request }) => {
  const feed = await (await request.get('/changelog.xml')).text();
  expect(feed).toMatch(/<item>\n<title>[^<]+<\/title>\n<link>https?:\/\/[^/]+\/changelog#/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the docs are read and walked through', async ({ page }) => {
    await page.goto('/docs');
    await expect(page.getByLabel('Search the docs')).toBeHidden();
    await page.getByRole('link', { name: 'Next Concepts' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Concepts');
    const twin = page.getByRole('link', { name: 'This page as Markdown' });
    await expect(twin).toHaveAttribute('href', '/docs/concepts.md');
    // Billing is off on one's own machine too: trying it takes one more step.
    await page.goto('/docs/billing#trying-it-on-your-machine');
    await expect(page.getByText("npm run sql -- 'select private.set_billing(true)'")).toBeVisible();
  });
});
