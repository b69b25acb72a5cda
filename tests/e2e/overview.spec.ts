import type { Page } from '@playwright/test';
import { expectAccessibleOnAnyScreen } from './axe.ts';
import { givenFounder, givenProject, ingest } from './steps.ts';
import { expect, test } from './test.ts';

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

/** Ann pays for both projects, Bob for Inkwell only; Dan's trial ends tomorrow; Cat's is stuck; Fay left. */
async function fill(page: Page) {
  const inkwell = await givenProject(page, 'Inkwell');
  const quietmail = await givenProject(page, 'Quietmail');
  const call = (email: string, days: number, fields: object) => ({
    ...{ type: 'identify', email: `${email}@example.com`, timestamp: daysAgo(days) },
    ...fields,
  });
  const paid = (mrr: number) => ({ status: 'paid', params: { mrr } });
  const inInkwell = [
    call('ann', 50, { status: 'trial', name: 'Ann Lee' }),
    call('ann', 40, paid(29)),
    call('bob', 12, { status: 'trial' }),
    // Backends send numbers as text, too.
    call('bob', 4, { status: 'paid', params: { mrr: '9' } }),
    call('cat', 20, { status: 'trial' }),
    call('fay', 10, paid(19)),
    call('fay', 3, { status: 'churned' }),
  ];
  const inQuietmail = [
    call('ann', 8, paid(100.5)),
    call('bob', 2, {}),
    call('dan', 2, { status: 'trial', params: { trial_ends_at: daysAgo(-1) } }),
  ];
  expect((await ingest('batch', inkwell, { calls: inInkwell })).status).toBe(200);
  expect((await ingest('batch', quietmail, { calls: inQuietmail })).status).toBe(200);
}

/** Whoever pays in Inkwell and Quietmail, with the currency that each says. */
async function fillCurrencies(page: Page) {
  const inkwell = await givenProject(page, 'Inkwell');
  const quietmail = await givenProject(page, 'Quietmail');
  const paid = (email: string, mrr: number, currency: string) => ({
    ...{ type: 'identify', email: `${email}@money.example`, status: 'paid' },
    params: { mrr, currency },
  });
  const inInkwell = [paid('usd', 29, 'usd'), paid('jpy', 3000, 'jpy'), paid('kwd', 1.235, 'KWD')];
  expect((await ingest('batch', inkwell, { calls: inInkwell })).status).toBe(200);
  const inQuietmail = [paid('usd', 10, 'usd'), paid('jpy', 500, 'jpy')];
  expect((await ingest('batch', quietmail, { calls: inQuietmail })).status).toBe(200);
}

test('an account without customers is told what will be here', async ({ page }) => {
  await givenFounder(page);
  await page.goto('/overview');
  await expect(page.getByRole('heading', { name: 'Create your first project' })).toBeVisible();
  await givenProject(page, 'Inkwell');
  await page.goto('/overview');
  await expect(page.getByRole('link', { name: 'Send the first call' })).toBeVisible();
});

test('each figure stands beside the period before, and leads to its people, for any days', async ({
  page,
}) => {
  await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  const call = (email: string, day: string, status: string, mrr?: number) => ({
    ...{ type: 'identify', email: `${email}@example.com`, status, timestamp: `${day}T12:00:00Z` },
    ...(mrr && { params: { mrr } }),
  });
  const calls = [
    ...[call('ann', '2026-01-05', 'paid', 100), call('ann', '2026-02-05', 'paid', 140)],
    ...[call('bob', '2026-01-06', 'paid', 50), call('bob', '2026-02-10', 'churned')],
    ...[call('cat', '2026-02-11', 'paid', 30), call('dan', '2026-02-12', 'churned', 9)],
  ];
  expect((await ingest('batch', key, { calls })).status).toBe(200);
  await page.goto('/overview?from=2026-02-01&to=2026-02-28');

  const tile = (name: string) =>
    page
      .getByRole('term')
      .filter({ hasText: new RegExp(`^${name}$`) })
      .locator('..')
      .getByRole('definition');
  await expect(tile('Net new MRR').first()).toHaveText('+20');
  await expect(tile('Net new MRR').nth(1)).toHaveText(/\+150 before/);
  await expect(tile('Customer churn').first()).toHaveText('50%');
  await expect(tile('Revenue churn').first()).toHaveText('33%');
  const net = page.getByRole('region', { name: 'Net new MRR' });
  for (const [name, customers, money] of [
    ['New', '1', '+30'],
    ['Expansion', '1', '+40'],
    // Dan arrived churned.
    ['Churn', '1', '−50'],
    ['End', '', '170'],
  ] as const) {
    const cells = net.getByRole('row', { name: new RegExp(`^${name}\\b`) }).getByRole('cell');
    await expect(cells.nth(-3)).toHaveText(customers);
    await expect(cells.nth(-2)).toHaveText(money);
  }
  await expect(
    page.getByRole('region', { name: 'MRR over time' }).locator('svg').first(),
  ).toBeVisible();

  await test.step('a figure leads to its people', async () => {
    await net.getByRole('link', { name: 'Churn' }).click();
    await expect(page).toHaveURL(/mrr_change:churn:2026-02-01,2026-02-28/);
    await expect(page.getByRole('rowheader')).toHaveText(/bob@example\.com/);
    await expect(page.getByLabel('churned between, operator')).toBeVisible();
    await page.goBack();
  });
  await test.step('any two days are a range', async () => {
    await page.getByText('Feb 1 – Feb 28, 2026', { exact: true }).click();
    await page.getByLabel('From').fill('2026-01-01');
    await page.getByLabel('To', { exact: true }).fill('2026-01-31');
    await page.getByRole('button', { name: 'Show' }).click();
    await expect(page).toHaveURL(/from=2026-01-01&to=2026-01-31/);
    await expect(tile('Net new MRR').first()).toHaveText('+150');
  });
});

test('the figures are those of the customers, and lead to them', async ({ page }) => {
  await givenFounder(page);
  await fill(page);
  await page.goto('/overview');

  const tile = (name: string) =>
    page
      .getByRole('term')
      .filter({ hasText: new RegExp(`^${name}$`) })
      .locator('..')
      .getByRole('definition')
      .first();
  await expect(tile('Customers')).toHaveText('5');
  await expect(tile('MRR')).toHaveText('138.5');
  await expect(tile('In several products')).toHaveText('2');
  // Ann and Bob of the four who tried; Fay paid at once.
  await expect(tile('Trial → paid')).toHaveText('50%');

  const top = page.getByRole('region', { name: 'Most valuable people' }).getByRole('listitem');
  await expect(top).toHaveText([/Ann Lee.*129\.5/s, /bob@example\.com.*9/s]);
  const radar = page.getByRole('region', { name: 'Trial radar' });
  const list = (title: string) =>
    radar.locator('section').filter({ has: page.getByRole('heading', { name: title }) });
  await expect(list('Ending in 3 days').getByRole('link')).toHaveText(/dan@example\.com/);
  await expect(list('Stuck').getByRole('link')).toHaveText(/cat@example\.com/);

  const days = page.getByRole('region', { name: 'New and churned customers', exact: true });
  await expect(days.locator('svg').first()).toBeVisible();
  await days.getByText('As a table').click();
  await expect(days.getByRole('row')).toHaveCount(31);

  await page.getByRole('link', { name: 'paid on Inkwell, not on Quietmail' }).click();
  await expect(page).toHaveURL(/\/customers\?/);
  await expect(page.getByRole('rowheader')).toHaveText(/bob@example\.com/);
  await page.goBack();
  await page.getByRole('link', { name: 'of Inkwell are in Quietmail too' }).click();
  await expect(page.getByRole('rowheader')).toHaveCount(2);
  // What counts as revenue is a number in filters as well.
  await page.goto('/customers?f=param.mrr:lt:10&sort=email');
  await expect(page.getByRole('rowheader')).toHaveText([/bob@example\.com/]);
});

test('one project has no overlap, and money can be in another param', async ({ page }) => {
  await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  const params = { mrr: 5, 'price a month': 12 };
  await ingest('identify', key, { email: 'ann@example.com', status: 'paid', params });
  await page.goto('/overview');
  await expect(page.getByRole('heading', { name: 'Customers by status' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Product overlap' })).toBeHidden();
  const money = page.getByRole('region', { name: 'Most valuable people' }).getByRole('listitem');
  await expect(money).toHaveText(/5$/);
  await page.getByText('MRR: mrr').click();
  await page.getByLabel('Revenue param').fill('price a month');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(money).toHaveText(/12$/);
  await page.getByRole('link', { name: '90 days' }).click();
  await expect(page).toHaveURL(/days=90/);
  await expect(money).toHaveText(/12$/);
});

test('axe finds no fault, and nothing runs over the edge', async ({ page }) => {
  await givenFounder(page);
  await page.goto('/overview');
  await expectAccessibleOnAnyScreen(page, 'no project');
  await fill(page);
  await page.goto('/overview');
  await expect(page.locator('.chart svg').first()).toBeVisible();
  await expectAccessibleOnAnyScreen(page, 'figures');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('every figure can be read', async ({ page }) => {
    await givenFounder(page);
    await fill(page);
    await page.goto('/overview');
    await page.getByText('As a table').first().click();
    await expect(page.getByRole('definition').filter({ hasText: '138.5' })).toBeVisible();
    const net = page.getByRole('region', { name: 'Net new MRR' });
    await expect(net.getByRole('row', { name: /^End\b/ })).toContainText('138.5');
    await expect(page.getByRole('row', { name: /Inkwell/ }).first()).toBeVisible();
  });
});

test('money in two currencies is two sums, that of the account first', async ({ page, sql }) => {
  const email = await givenFounder(page);
  await sql`
    update public.accounts set currency = 'USD'
    where id = (select account_id from public.members m join auth.users u on u.id = m.user_id where u.email = ${email})`;
  await fillCurrencies(page);
  await page.goto('/overview');

  const mrr = page
    .getByRole('term')
    .filter({ hasText: /^MRR$/ })
    .locator('..')
    .getByRole('definition');
  await expect(mrr.first()).toHaveText('$39');
  await expect(mrr.nth(1)).toHaveText(/^and ¥3,500, KWD.1\.235$/);
  await expect(mrr.last()).toHaveText('$39 per paying customer');
  const products = page.getByRole('region', { name: 'Products and their customers' });
  const inkwell = products.getByRole('row', { name: 'Inkwell' }).getByRole('cell').last();
  await expect(inkwell).toHaveText(/^\s*\$29\s*¥3,000\s*KWD.1\.235\s*$/);
  const top = page.getByRole('region', { name: 'Most valuable people' });
  await expect(top).toContainText('MRR over all products, in USD');
  await expect(top.getByRole('listitem')).toHaveText([/usd@money\.example.*\$39/s]);
  await expectAccessibleOnAnyScreen(page, 'several currencies');

  await page.goto('/customers');
  await expect(page.getByRole('row').filter({ hasText: 'jpy@money.example' })).toContainText(
    '¥3,000',
  );
});
