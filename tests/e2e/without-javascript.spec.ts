import { createProject, ingest, menu, signUp } from './steps.ts';
import { expect, test } from './test.ts';

test.use({ javaScriptEnabled: false });

test('everything that is read works without JavaScript, and so does signing up', async ({
  page,
}) => {
  await signUp(page, 'plain', 'Plain Labs');
  const inkwell = await createProject(page, 'Inkwell');
  const quietmail = await createProject(page, 'Quietmail');
  await ingest('identify', inkwell, { email: 'ann@example.com', name: 'Ann', status: 'paid' });
  await ingest('identify', inkwell, { email: 'bob@example.com', params: { plan: 'pro' } });
  await ingest('identify', quietmail, { email: 'bob@example.com', status: 'trial' });

  await page.goto('/customers');
  await expect(page.locator('td.email')).toHaveCount(2);
  await page.getByLabel('Add a filter').click();
  await page.getByRole('link', { name: 'Status', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Paid' }).check();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.locator('td.email')).toHaveText(['ann@example.com']);
  await page.getByLabel('is, operator').click();
  await page.getByRole('link', { name: 'is not' }).click();
  await expect(page.locator('td.email')).toHaveText(['bob@example.com']);
  await page.getByRole('link', { name: 'Remove the filter Status is not Paid' }).click();
  await expect(page.locator('td.email')).toHaveCount(2);

  await page.getByLabel('Search name or email').fill('bob plan=pro');
  await page.keyboard.press('Enter');
  await expect(page.locator('td.email')).toHaveText(['bob@example.com']);
  await expect(page.getByRole('link', { name: 'Remove the filter plan is pro' })).toBeVisible();

  await page.getByRole('columnheader', { name: 'Email' }).getByRole('link').click();
  await page.getByRole('link', { name: 'Quietmail Trial' }).click();
  await expect(page).toHaveURL(/\/customers\/.+#project-/);
  await expect(page.locator('li:target')).toContainText(/Quietmail.*Trial/s);
  await expect(page.getByRole('heading', { name: 'Status history' })).toBeVisible();
});

test('keys are made, rotated and revoked without JavaScript', async ({ page }) => {
  await signUp(page);
  const first = await createProject(page, 'Inkwell');
  await page.goto('/projects');
  await menu(page, 'Rotate');
  await page.getByLabel('Keep the old key working for').selectOption('Stop it now');
  await page.getByRole('button', { name: 'Rotate key' }).click();
  const second = await page.getByTestId('api-key').innerText();
  expect(second).not.toBe(first);
  await menu(page, 'Revoke');
  await page.getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByText('2 ended keys')).toBeVisible();
  for (const key of [first, second]) {
    expect((await ingest('ping', key, { email: 'alex@example.com' })).status).toBe(401);
  }
});

test('buttons that need a script are not shown', async ({ page }) => {
  await signUp(page);
  await createProject(page, 'Inkwell');
  await expect(page.getByRole('button', { name: 'Copy the key' })).toBeHidden();
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await expect(page.getByLabel('Email')).toBeFocused();
  await expect(page.getByText('Show password')).toBeHidden();
});
