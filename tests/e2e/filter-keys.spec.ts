import type { Page } from '@playwright/test';
import { givenFounder, givenProject, ingest } from './steps.ts';
import { expect, test } from './test.ts';

// No mouse in here: see menus.spec.ts for that.

test.beforeEach(async ({ page, sql }) => {
  const owner = await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  await givenProject(page, 'Quietmail');
  const params = { mrr: 29, plan: 'pro', renewsOn: '2031-05-06' };
  await ingest('identify', key, { email: 'ann@example.com', status: 'trial', params });
  await ingest('identify', key, { email: 'bob@example.com', params: { mrr: 9 } });
  await sql`
    insert into public.customer_tags (account_id, customer_id, tag)
    select account_id, c.id, 'vip' from public.customers c
    join public.members m using (account_id)
    where m.email = ${owner} and c.email = 'ann@example.com'`;
  await page.goto('/customers');
  await expect(page.getByRole('rowheader')).toHaveCount(2);
});

const filter = (page: Page) => page.getByLabel('Add a filter');
const chip = (page: Page, name: RegExp) => page.getByRole('listitem', { name });

/** Presses F, and picks the field by the beginning of its name. */
async function pick(page: Page, field: string) {
  await expect(async () => {
    await page.keyboard.press('f');
    await expect(page.getByLabel('Find a field')).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type(field);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Find a field')).toHaveCount(0);
}

test('filters of each kind are made by keyboard alone', async ({ page }) => {
  test.slow();
  for (const [field, value, text] of [
    ['mrr', ['29', 'Enter'], /mrr at least 29$/],
    ['plan', ['pro', 'Enter'], /plan is pro$/],
    ['renewsOn', ['12312031', 'Enter'], /renewsOn before /],
    ['first seen', ['7', 'Enter'], /First seen in the last 7 days$/],
    ['name', ['ann', 'Enter'], /Name contains ann$/],
    ['status', ['ArrowDown', 'Enter'], /Status is Trial$/],
    ['status', ['Space', 'ArrowDown', 'Space', 'Escape'], /Status is Free or Trial$/],
    ['product', ['Enter'], /Product is any of Inkwell$/],
    ['tag', ['Space', 'Escape'], /Tag is any of vip$/],
  ] as const) {
    await test.step(`F, ${field}, Enter, ${value.join(', ')}`, async () => {
      await page.goto('/customers');
      await pick(page, field);
      for (const key of value) {
        if (/^[A-Z]/.test(key)) await page.keyboard.press(key);
        else await page.keyboard.type(key);
      }
      await expect(chip(page, text)).toBeVisible();
      await expect(filter(page)).toBeFocused();
      await expect(page.locator('details[open]')).toHaveCount(0);
    });
  }
});

test('Escape closes the filter menu at each step, and the focus is at its button again', async ({
  page,
}) => {
  for (const field of ['', 'mrr', 'status', 'is set']) {
    await expect(async () => {
      await page.keyboard.press('f');
      await expect(page.getByLabel('Find a field')).toBeFocused({ timeout: 500 });
    }).toPass();
    await page.keyboard.type(field);
    if (field) await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(page.locator('details[open]')).toHaveCount(0);
    await expect(filter(page)).toBeFocused();
  }
  await expect(page).toHaveURL('/customers');
});

test('a letter that is pressed in a menu is no shortcut of the page', async ({ page }) => {
  await pick(page, 'status');
  await page.keyboard.type('?f/gp');
  await expect(page.getByRole('checkbox', { name: 'Free', exact: true })).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).toHaveURL('/customers');
});

test('columns are added by keyboard alone, one after the other, and Escape ends it', async ({
  page,
}) => {
  const columns = page.locator('summary').filter({ hasText: 'Columns' });
  await columns.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'mrr', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('columnheader', { name: 'mrr' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'plan', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('columnheader', { name: 'plan' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('details[open]')).toHaveCount(0);
  await expect(columns).toBeFocused();
});
