import { expect, signUpFor, test } from './billing-test.ts';
import { givenProject } from './steps.ts';

test.describe.configure({ mode: 'default' });

test('after the trial only billing, export and erasure are open, until somebody subscribes', async ({
  page,
  billing,
}) => {
  const { accountId } = await signUpFor(page, billing);
  const apiKey = await givenProject(page, 'Inkwell');
  for (const email of ['ann@example.com', 'bob@example.com']) {
    await fetch(`${billing.stack.ingestUrl}/identify`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    });
  }
  await page.goto('/customers');
  await billing.sql`update public.subscriptions set trial_ends_at = now() - interval '1 hour'
    where account_id = ${accountId}`;

  await test.step('a link that was open leads to Billing', async () => {
    await page.getByRole('link', { name: 'Overview' }).click();
    await expect(page).toHaveURL(/\/billing$/);
    await expect(page.getByRole('heading', { name: 'Your trial has ended' })).toBeVisible();
    await expect(page.getByText('Calls accepted until')).toBeVisible();
  });

  await test.step('and so does every address, but for the data', async () => {
    for (const path of ['/customers', '/overview', '/projects', '/settings', '/import']) {
      await page.goto(path);
      await expect(page).toHaveURL(/\/billing$/);
    }
    expect((await page.request.get('/customers/rows')).status()).toBe(402);
    await page.getByRole('navigation').getByRole('link', { name: 'Your data' }).click();
    await expect(page.getByRole('heading', { name: 'Delete account' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Members' })).toHaveCount(0);
  });

  await test.step('a person is erased, and the rest exported', async () => {
    await page.goto('/billing');
    await page.getByLabel('Customer’s email').fill(' Ann@example.com');
    await page.getByLabel('Yes, delete this person permanently').check();
    await page.getByRole('button', { name: 'Delete permanently' }).click();
    await expect(page.getByText('Deleted ann@example.com')).toBeVisible();
    const csv = await (await page.request.get('/customers/export')).text();
    expect(csv).toContain('bob@example.com');
    expect(csv).not.toContain('ann@example.com');
    expect((await page.request.get('/settings/data/export.json')).status()).toBe(200);
  });

  await test.step('paying opens everything again', async () => {
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.getByRole('link', { name: 'to your customers' }).click();
    await expect(page.locator('td.email')).toHaveText(['bob@example.com']);
  });
});

test('the end of one account closes no other', async ({ page, billing }) => {
  await signUpFor(page, billing, -1);
  await page.goto('/new-account');
  await page.getByLabel('Account name').fill('Second Labs');
  await page.getByRole('button', { name: /create/i }).click();
  await expect(page).toHaveURL(/\/(customers|overview|projects)/);
});
