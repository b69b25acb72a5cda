import type { Page } from '@playwright/test';
import { givenFounder, givenProject, ingest } from './steps.ts';
import { expect, test } from './test.ts';

const TOTAL = 230;

async function fill(page: Page, total = TOTAL) {
  await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  const calls = Array.from({ length: total }, (_, i) => ({
    type: 'identify',
    email: `person-${i}@example.com`,
    // Some share a name and some have none, so that only the id tells them apart.
    name: i % 3 ? `Name ${i % 10}` : undefined,
    params: { mrr: i % 7 },
  }));
  for (let from = 0; from < total; from += 100) {
    expect((await ingest('batch', key, { calls: calls.slice(from, from + 100) })).status).toBe(200);
  }
  return key;
}

const scroller = (page: Page) => page.locator('.scroller');
const emails = (page: Page) => page.locator('td.email').allInnerTexts();

test('in any order, scrolling leads through everybody once, and draws few of them', async ({
  page,
}) => {
  test.slow();
  await fill(page);
  const sorts = ['', '?sort=email', '?sort=-name', '?sort=-project_count', '?sort=-param:mrr'];
  for (const sort of sorts) {
    await page.goto(`/customers${sort}`);
    await expect(page.getByRole('status').filter({ hasText: `${TOTAL} customers` })).toBeVisible();
    await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', String(TOTAL + 1));
    const seen = new Map<string, string>();
    await expect
      .poll(
        async () => {
          const rows = await page
            .locator('tr[aria-rowindex]:has(td.email)')
            .evaluateAll((all) =>
              all.map((row) => [
                row.querySelector('.email')!.textContent!.trim(),
                row.getAttribute('aria-rowindex')!,
              ]),
            );
          expect(rows.length).toBeLessThan(90);
          for (const [email, index] of rows) {
            if (seen.has(email!)) expect(seen.get(email!)).toBe(index);
            seen.set(email!, index!);
          }
          await scroller(page).evaluate((element) => element.scrollBy(0, 500));
          return seen.size;
        },
        { intervals: [60], timeout: 30_000 },
      )
      .toBe(TOTAL);
    expect(new Set(seen.values()).size).toBe(TOTAL);
    await expect(page.locator('.skeleton')).toHaveCount(0);
  }
});

test('pages follow each other without JavaScript, and back again', async ({
  browser,
  page,
  baseURL,
}) => {
  await fill(page, 120);
  const context = await browser.newContext({
    baseURL,
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const plain = await context.newPage();
  await plain.goto('/customers?sort=email');
  const pages = [await emails(plain)];
  for (const _ of [1, 2]) {
    const before = plain.url();
    await plain.getByRole('link', { name: 'Load more' }).click();
    await plain.waitForURL((url) => url.href !== before);
    pages.push(await emails(plain));
  }
  expect(pages.map((rows) => rows.length)).toEqual([50, 50, 20]);
  expect(new Set(pages.flat()).size).toBe(120);
  await expect(plain.getByRole('link', { name: 'Load more' })).toHaveCount(0);
  const third = plain.url();
  await plain.getByRole('link', { name: 'Previous' }).click();
  await plain.waitForURL((url) => url.href !== third);
  expect(await emails(plain)).toEqual(pages[1]);
  await context.close();
});

test('the keyboard moves from row to row, selects them, and keeps its row when it is scrolled away', async ({
  page,
}) => {
  await fill(page, 150);
  await page.goto('/customers?sort=email');
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('aria-rowindex'));
  await page.locator('[data-row="0"]').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('4');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await expect(page.getByRole('checkbox', { name: /Select person/, checked: true })).toHaveCount(3);
  await page.keyboard.press('k');
  expect(await focused()).toBe('5');

  for (const _ of [1, 2, 3, 4]) {
    await scroller(page).evaluate((element) => element.scrollBy(0, 1500));
    await page.waitForTimeout(100);
  }
  expect(await focused()).toBe('5');
  await page.keyboard.press('j');
  expect(await focused()).toBe('6');
  await expect(page.locator('[data-row="4"]')).toBeInViewport();
});

test('rows that cannot be had are said so, and asked for again', async ({ page }) => {
  await fill(page, 120);
  await page.route('**/customers/rows**', (route) => route.abort());
  await page.goto('/customers');
  await scroller(page).evaluate((element) => element.scrollBy(0, 3000));
  await expect(page.getByRole('alert')).toContainText('No connection to TinyCRM.');
  await page.unroute('**/customers/rows**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

const tintOf = (page: Page, row: string) =>
  page
    .locator(`${row} td.email`)
    .first()
    .evaluate((cell) => getComputedStyle(cell).backgroundColor);

test('new activity shows by itself, and never moves what is read', async ({ page }) => {
  const key = await fill(page, 60);
  // Without motion a change is told by a tint that stands still.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.clock.install();
  await page.goto('/customers');
  await expect(page.getByRole('status').filter({ hasText: '60 customers' })).toBeVisible();
  const first = () => page.locator('td.email').first();
  const later = async () => {
    await page.clock.fastForward(11_000);
    await page.clock.runFor(300);
  };

  await page.mouse.move(700, 20);
  await ingest('identify', key, { email: 'new@example.com', status: 'trial' });
  // Nothing is asked for before the page has begun to run.
  await expect(async () => {
    const asked = page.waitForRequest('**/customers/rows**', { timeout: 1_000 });
    await Promise.all([asked, later()]);
  }).toPass();
  // First, as it goes out soon.
  await expect(page.locator('tr.highlighted')).toContainText('new@example.com');
  expect(await tintOf(page, 'tr.highlighted')).not.toBe(
    await tintOf(page, 'tr.row:not(.highlighted)'),
  );
  await expect(first()).toHaveText('new@example.com');

  await page.locator('td.email').nth(5).hover();
  const before = await emails(page);
  await ingest('identify', key, { email: 'newer@example.com' });
  await ingest('identify', key, { email: before[5]!, status: 'paid' });
  await later();
  const pill = page.getByRole('button', { name: '1 new customer' });
  await expect(pill).toBeVisible();
  expect(await emails(page)).toEqual(before);
  await expect(page.getByRole('row').filter({ hasText: before[5]! })).toContainText('Paid');

  await pill.click();
  await expect(first()).toHaveText(before[5]!);
  await expect(page.locator('td.email').nth(1)).toHaveText('newer@example.com');
  await expect(pill).toHaveCount(0);
});

test('an empty table fills by itself, and what one founder does the other sees', async ({
  page,
  browser,
  baseURL,
}) => {
  const key = await fill(page, 3);
  const context = await browser.newContext({
    baseURL,
    storageState: await page.context().storageState(),
  });
  const other = await context.newPage();
  await other.clock.install();
  await other.goto('/customers?f=status:is:churned');
  await expect(other.getByRole('heading', { name: 'No customers match' })).toBeVisible();
  await ingest('identify', key, { email: 'person-1@example.com', status: 'churned' });
  await expect(async () => {
    await other.clock.fastForward(11_000);
    await expect(other.getByRole('rowheader')).toHaveText([/Name 1/], { timeout: 1_000 });
  }).toPass();

  await page.goto('/customers?q=person-1');
  await page.getByRole('rowheader').getByRole('link').click();
  await page.getByLabel('New tag').fill('left us');
  await page.keyboard.press('Enter');
  await expect(page.getByText('left us').first()).toBeVisible();
  await other.goto('/customers?f=tag:any_of:left+us');
  await expect(other.getByRole('rowheader')).toHaveText([/Name 1/]);
  await context.close();
});
