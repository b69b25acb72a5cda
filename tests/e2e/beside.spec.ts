import { givenFounder, givenProject, ingest } from './steps.ts';
import { expect, test } from './test.ts';

test.beforeEach(async ({ page }) => {
  await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  for (const name of ['Ann', 'Bob', 'Cleo']) {
    await ingest('identify', key, { email: `${name}@example.com`, name, status: 'free' });
  }
  await page.goto('/customers?sort=name');
});

test('a row opens its customer beside the table, by mouse and by keyboard, and the address says so', async ({
  page,
}) => {
  const panel = page.getByRole('complementary', { name: 'Customer' });
  const says = (name: string) =>
    expect(panel.getByRole('heading', { name, exact: true })).toBeVisible();
  await page.locator('td.last_activity_at').nth(1).click();
  await says('Bob');
  await expect(page).toHaveURL(/\/customers\?sort=name&open=/);
  await expect(page.getByRole('row').filter({ hasText: 'bob@' })).toHaveClass(/current/);

  await page.keyboard.press('j');
  await says('Cleo');
  await page.keyboard.press('j');
  await says('Cleo');
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await says('Ann');
  await page.reload();
  await says('Ann');
  await page.goBack();
  await expect(panel).toHaveCount(0);
  await expect(page.getByRole('rowheader')).toHaveCount(3);

  await page.getByRole('link', { name: 'Cleo', exact: true }).focus();
  await page.keyboard.press('Enter');
  await says('Cleo');
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(page).toHaveURL('/customers?sort=name');
  await expect(page.getByRole('link', { name: 'Cleo', exact: true })).toBeFocused();
});

test('on a phone a row leads to the page of its customer', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('link', { name: 'Ann', exact: true }).click();
  await expect(page).toHaveURL(/\/customers\/[0-9a-f-]{36}$/);
});
