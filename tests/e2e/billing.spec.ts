import { expect, signUpFor, test } from './billing-test.ts';
import { menu } from './steps.ts';
import { newPerson } from './test.ts';

// One backend for all of them.
test.describe.configure({ mode: 'default' });

test('the owner subscribes, cancels and takes it back', async ({ page, billing }) => {
  await signUpFor(page, billing);
  await page.goto('/customers');
  await menu(page, 'Payer Labs');
  await page.getByRole('link', { name: 'Billing' }).click();
  await expect(page.getByRole('heading', { name: 'Free trial' })).toBeVisible();
  await expect(page.getByText('Trial ends', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Subscribe' }).click();

  await page.getByRole('button', { name: 'Pay' }).click();
  await expect(page).toHaveURL(/\/billing\?subscribed$/);
  await expect(page.getByText('Thanks! You’re subscribed.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Subscribed' })).toBeVisible();
  await expect(page.getByText('First payment')).toBeVisible();

  await page.getByRole('button', { name: 'Manage subscription' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'Subscription canceled' })).toBeVisible();
  await page.getByRole('button', { name: 'Manage subscription' }).click();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('First payment')).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the owner gets to Stripe and back', async ({ page, billing }) => {
    await signUpFor(page, billing);
    await page.goto('/billing');
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByRole('button', { name: 'Pay' }).click();
    await expect(page.getByRole('heading', { name: 'Subscribed' })).toBeVisible();
    await page.getByRole('button', { name: 'Manage subscription' }).click();
    await page.getByRole('button', { name: 'Back' }).click();
    await expect(page).toHaveURL(/\/billing$/);
  });
});

test('who comes back before Stripe has told waits, and sees it by itself', async ({
  page,
  billing,
}) => {
  await signUpFor(page, billing);
  await page.goto('/billing');
  await page.getByRole('button', { name: 'Subscribe' }).click();
  billing.stripe.isSilent = true;
  await page.getByRole('button', { name: 'Pay' }).click();
  await expect(page.getByText('Waiting for Stripe to confirm.')).toBeVisible();
  billing.stripe.isSilent = false;
  await billing.stripe.deliver();
  await expect(page.getByText('Thanks! You’re subscribed.')).toBeVisible();
  await page.goto('/billing?subscribed=10');
  await expect(page.getByText('Thanks! You’re subscribed.')).toBeVisible();
});

test('a payment that Stripe never confirms ends in words, not in waiting', async ({
  page,
  billing,
}) => {
  await signUpFor(page, billing);
  await page.goto('/billing?subscribed=10');
  await expect(page.getByText('don’t pay again')).toBeVisible();
});

test('in the last days of the trial every page says so', async ({ page, billing }) => {
  await signUpFor(page, billing, 8);
  await page.goto('/customers');
  await expect(page.getByText('Your free trial ends')).toHaveCount(0);
  await billing.sql`update public.subscriptions set trial_ends_at = now() + interval '70 hours'
    where access_until > now() and state = 'trialing'`;
  await page.goto('/customers');
  await expect(page.getByText(/Your free trial ends \w+ \d+, in [23] days\./)).toBeVisible();
  await page.getByRole('link', { name: 'Subscribe' }).click();
  await expect(page).toHaveURL(/\/billing$/);
});

test('a card that fails is said on every page, and led to', async ({ page, billing }) => {
  const { accountId } = await signUpFor(page, billing);
  const { subscriptions, customers } = billing.stripe;
  customers.add('cus_card');
  subscriptions.start(accountId, 'cus_card');
  subscriptions.cardWorks = false;
  subscriptions.advance(30);
  subscriptions.cardWorks = true;
  await billing.stripe.deliver();
  await page.goto('/customers');
  await page.getByRole('link', { name: 'Update card' }).click();
  await expect(page.getByRole('heading', { name: 'Your last payment failed' })).toBeVisible();
  await page.getByRole('button', { name: 'Manage subscription' }).click();
  await expect(page.getByRole('button', { name: 'Back' })).toBeVisible();
});

test('a fault at Stripe is said, and trying again works', async ({ page, billing }) => {
  await signUpFor(page, billing);
  await page.goto('/billing');
  billing.stripe.broken = 500;
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await expect(page.getByRole('alert')).toContainText('Try again in a minute');
  billing.stripe.broken = undefined;
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await expect(page.getByRole('button', { name: 'Pay' })).toBeVisible();
});

test('a viewer reads where the account stands and whom to ask', async ({
  page,
  billing,
  browser,
}) => {
  const { accountId } = await signUpFor(page, billing);
  const other = await signUpFor(await newPerson(browser, billing.webUrl), billing);
  await billing.sql`update public.members set role = 'viewer' where account_id = ${accountId}`;
  const [boss] = await billing.sql`
    insert into public.members (account_id, user_id, role, email)
    select ${accountId}, user_id, 'owner', 'boss@example.com' from public.members
    where account_id = ${other.accountId} returning email`;
  await page.goto('/billing');
  await expect(page.getByText(`Ask ${boss!.email}.`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Subscribe' })).toHaveCount(0);
});
