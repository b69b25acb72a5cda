import { givenFounder, givenProject, ingest } from './steps.ts';
import { expect, test } from './test.ts';

test.beforeEach(async ({ page }) => {
  await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  await ingest('identify', key, { email: 'ada@example.com', name: 'Ada Lovelace' });
  await page.goto('/customers');
  await expect(page.getByRole('link', { name: 'Ada Lovelace' })).toBeVisible();
});

test('the palette goes to a customer, a page or a view by keyboard alone', async ({ page }) => {
  await page.keyboard.press('Control+k');
  const input = page.getByRole('combobox', { name: 'Go to a customer, a page or a view' });
  await expect(input).toBeFocused();
  await input.fill('lovel');
  await expect(page.getByRole('option', { name: /Ada Lovelace/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Ada Lovelace' })).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('gone');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/last_activity/);
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('single keys search, filter and go elsewhere, but never while typing', async ({ page }) => {
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('gp?');
  await expect(page.getByRole('searchbox')).toHaveValue('gp?');
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
});

test('single keys can be turned off, and stay so', async ({ page }) => {
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.getByLabel('Single keys are shortcuts in this browser').uncheck();
  await sheet.getByRole('button', { name: 'Close' }).click();
  await page.reload();
  await expect(page.getByRole('link', { name: 'Ada Lovelace' })).toBeVisible();
  await page.keyboard.press('?');
  await page.keyboard.press('/');
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('searchbox')).not.toBeFocused();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Go to' })).toBeVisible();
});
