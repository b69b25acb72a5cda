import { signUp } from './steps.ts';
import { expect, test } from './test.ts';

test('where billing is off nothing is asked for, and the Billing page says so', async ({
  page,
}) => {
  await signUp(page, 'host', 'Self Hosted');
  await page.getByText('Self Hosted').click();
  await expect(page.getByRole('link', { name: 'Settings' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Billing' })).toHaveCount(0);
  await page.goto('/billing');
  await expect(page.getByRole('heading', { name: 'Everything is unlocked' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
});
