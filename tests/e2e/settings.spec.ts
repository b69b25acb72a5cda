import { givenFounder, givenProject, ingest, messages, signUp } from './steps.ts';
import { expect, test } from './test.ts';

test('times and money are shown as the account wants them, in a currency that exists', async ({
  page,
  sql,
}) => {
  const email = await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  await ingest('identify', key, {
    email: 'alex@example.com',
    status: 'paid',
    params: { monthly: 29.5 },
    timestamp: '2026-01-15T23:30:00Z',
  });

  await page.goto('/settings');
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await page.getByLabel('Currency').selectOption('EUR');
  await page.getByLabel('Revenue param').fill('monthly');
  await page.getByRole('button', { name: 'Save time zone and currency' }).click();
  await expect(messages(page).getByText('Saved for your whole team.')).toBeVisible();
  await expect(page.getByLabel('Currency')).toHaveValue('EUR');
  const [account] = await sql`
    select time_zone, currency, mrr_param from public.accounts a
    join public.members m on m.account_id = a.id where m.email = ${email}`;
  expect(account).toEqual({ time_zone: 'Asia/Tokyo', currency: 'EUR', mrr_param: 'monthly' });

  await page.goto('/overview');
  await expect(page.getByText('€29.50').first()).toBeVisible();
  await page.goto('/customers?q=alex');
  await page.getByRole('rowheader').getByRole('link').click();
  await expect(page.getByTitle('Jan 16, 2026, 8:30 AM GMT+9').first()).toBeVisible();

  await page.goto('/settings');
  await page.getByLabel('Currency').evaluate((select) => select.append(new Option('ZZZ')));
  await page.getByLabel('Currency').selectOption('ZZZ');
  await page.getByRole('button', { name: 'Save time zone and currency' }).click();
  await expect(page.getByRole('alert')).toHaveText('Choose a currency from the list.');
});

test('light and dark are chosen for this device, whatever its system says', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await signUp(page);
  const background = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.goto('/settings');
  await page.getByRole('button', { name: 'dark' }).click();
  await expect(page.getByRole('button', { name: 'dark' })).toHaveAttribute('aria-pressed', 'true');
  expect(await background()).not.toBe(light);
  await page.goto('/customers');
  expect(await background()).not.toBe(light);
  await page.goto('/settings');
  await page.getByRole('button', { name: 'system' }).click();
  await expect(page.getByRole('button', { name: 'system' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  expect(await background()).toBe(light);
});
