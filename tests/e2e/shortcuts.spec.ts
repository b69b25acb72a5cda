import type { Page } from '@playwright/test';
import { givenFounder, givenProject, ingest } from './steps.ts';
import { expect, test } from './test.ts';

const search = (page: Page) => page.getByRole('combobox', { name: 'Search name or email' });
const palette = (page: Page) => page.getByRole('combobox', { name: /^Find a customer/ });

test.beforeEach(async ({ page }) => {
  await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  await ingest('identify', key, { email: 'ada@example.com', name: 'Ada Lovelace' });
  await page.goto('/customers');
  await expect(page.getByRole('link', { name: 'Ada Lovelace' })).toBeVisible();
});

test('the palette finds customers, views, projects and actions by keyboard alone', async ({
  page,
}) => {
  const choose = async (typed: string, option: RegExp) => {
    await page.keyboard.press('Control+k');
    await expect(palette(page)).toBeFocused();
    await palette(page).fill(typed);
    await expect(page.getByRole('option', { name: option })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(palette(page)).toHaveCount(0);
  };
  await choose('lovel', /^Ada Lovelace/);
  const panel = page.getByRole('complementary', { name: 'Customer' });
  await expect(panel.getByRole('heading', { name: 'Ada Lovelace' })).toBeVisible();
  await choose('gone', /^Gone quiet/);
  await expect(page).toHaveURL(/last_activity/);
  await choose('inkw', /^Inkwell Project/);
  await expect(page).toHaveURL(/\/projects\/.+/);
  await choose('theme: d', /^Theme: dark/);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await choose('new pro', /^New project/);
  await expect(page.getByLabel('Project name')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('single keys search, filter and go elsewhere, but never while typing', async ({ page }) => {
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('gp?');
  await expect(search(page)).toHaveValue('gp?');
  await page.goto('/customers');
  await expect(page.getByRole('link', { name: 'Ada Lovelace' })).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('f');
    await expect(page.getByText('Number of products')).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await expect(page).toHaveURL(/\/projects/);
  await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible();
  await page.keyboard.press('f');
  await expect(page.getByLabel('Find a field')).toBeFocused();
  await expect(page).toHaveURL('/customers');
});

test('J, K, X and Enter work on the rows without a focus in them', async ({ page }) => {
  const key = await givenProject(page, 'Quietmail');
  await ingest('identify', key, { email: 'bob@example.com', name: 'Bob' });
  await page.goto('/customers');
  const row = (name: string) => page.getByRole('link', { name, exact: true });
  await expect(row('Bob')).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(row('Bob')).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press('j');
  await expect(row('Ada Lovelace')).toBeFocused();
  await row('Ada Lovelace').blur();
  await page.keyboard.press('x');
  await expect(page.getByRole('row', { name: /Ada Lovelace/ }).getByRole('checkbox')).toBeChecked();
  await row('Ada Lovelace').blur();
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await row('Bob').blur();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Customer' });
  await expect(panel.getByRole('heading', { name: 'Bob' })).toBeVisible();
});

test('single keys can be turned off, and stay so', async ({ page }) => {
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.getByLabel('Enable single-key shortcuts in this browser').uncheck();
  await sheet.getByRole('button', { name: 'Close' }).click();
  await page.reload();
  await expect(page.getByRole('link', { name: 'Ada Lovelace' })).toBeVisible();
  await page.keyboard.press('?');
  await page.keyboard.press('/');
  await expect(sheet).toBeHidden();
  await expect(search(page)).not.toBeFocused();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Go to' })).toBeVisible();
});
