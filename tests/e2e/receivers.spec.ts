import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expectAccessibleOnAnyScreen } from './axe.ts';
import { givenFounder, givenProject, messages } from './steps.ts';
import { expect, test } from './test.ts';

const SECRET = 'whsec_0123456789abcdef';

/** A founder with one project, on the page of one of its receivers. */
async function openReceiver(page: Page, service: string) {
  await givenFounder(page);
  await givenProject(page, 'Inkwell');
  await page.goto('/projects');
  await page.getByRole('link', { name: 'Inkwell', exact: true }).click();
  await page.getByRole('link', { name: new RegExp(`^${service} .*Set up$`) }).click();
  await expect(page.getByRole('heading', { name: service, level: 1 })).toBeVisible();
}

/** Delivers an event as Stripe signs it. */
async function deliver(url: string, id: string, type: string, created: number, object: object) {
  const body = JSON.stringify({ id, type, created, data: { object } });
  const time = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex');
  const headers = { 'stripe-signature': `t=${time},v1=${signature}` };
  return (await fetch(url, { method: 'POST', headers, body })).status;
}

const subscription = (status: string) => ({
  ...{ id: 'sub_1', customer: 'cus_1', status },
  items: {
    data: [
      {
        price: {
          ...{ id: 'price_1', nickname: 'Pro', product: 'prod_1', currency: 'usd' },
          ...{ unit_amount: 2900, recurring: { interval: 'month', interval_count: 1 } },
        },
      },
    ],
  },
});

test('Stripe is connected, tells of a customer, and its words are given another meaning', async ({
  page,
  sql,
}) => {
  await openReceiver(page, 'Stripe');
  await page.getByRole('button', { name: 'Create URL' }).click();
  const url = (await page.getByTestId('receiver-url').textContent())!.trim();
  await page.getByLabel('Signing secret').fill('sk_live_12345678');
  await page.getByRole('button', { name: 'Save secret' }).click();
  await expect(page.getByRole('alert').getByText('starts with whsec_')).toBeVisible();
  await page.getByLabel('Signing secret').fill(SECRET);
  await page.getByRole('button', { name: 'Save secret' }).click();
  await expect(messages(page).getByText('Signing secret saved.')).toBeVisible();
  await expect(page.getByText('No deliveries yet.')).toBeVisible();

  const now = Math.floor(Date.now() / 1000) - 60;
  expect(
    await deliver(url, 'e1', 'customer.subscription.created', now, subscription('active')),
  ).toBe(200);
  const customer = { id: 'cus_1', email: 'ada@example.com', name: 'Ada Lovelace' };
  expect(await deliver(url, 'e2', 'customer.created', now, customer)).toBe(200);
  const deliveries = page.getByRole('region', { name: 'Deliveries' });
  await expect(deliveries.getByRole('listitem')).toHaveCount(2);
  await expect(deliveries.getByText('waiting', { exact: true })).toBeVisible();

  await page.getByRole('combobox', { name: 'active', exact: true }).selectOption('trial');
  await page.getByRole('textbox', { name: 'plan', exact: true }).fill('tier');
  await page.getByRole('button', { name: 'Save mapping' }).click();
  await expect(messages(page).getByText('Mapping saved.')).toBeVisible();
  const [kept] = await sql`select mapping from public.receivers where ${url} like '%' || id`;
  expect(kept!.mapping).toEqual({ statuses: { active: 'trial' }, params: { plan: 'tier' } });

  expect(
    await deliver(url, 'e3', 'customer.subscription.updated', now + 5, subscription('active')),
  ).toBe(200);
  await deliveries.getByRole('link', { name: 'Customer' }).first().click();
  await expect(page.getByRole('heading', { name: 'Ada Lovelace' })).toBeVisible();
  const [customerProject] = await sql`
    select cp.status, cp.params->>'tier' as tier, cp.params->'mrr' as mrr from public.customer_projects cp
    join public.receivers r using (account_id, project_id) where ${url} like '%' || r.id`;
  expect(customerProject).toEqual({ status: 'trial', tier: 'Pro', mrr: 0 });
});

test('tests of a service count once that is chosen', async ({ page, sql }) => {
  await openReceiver(page, 'Lemon Squeezy');
  await page.getByRole('button', { name: 'Create URL' }).click();
  const url = (await page.getByTestId('receiver-url').textContent())!.trim();
  const box = page.getByRole('checkbox', { name: /Count test events/ });
  await expect(box).not.toBeChecked();
  await box.check();
  await page.getByRole('button', { name: 'Save mapping' }).click();
  await expect(messages(page).getByText('Mapping saved.')).toBeVisible();
  const [kept] = await sql`select mapping from public.receivers where ${url} like '%' || id`;
  expect(kept!.mapping).toEqual({ statuses: {}, params: {}, count_tests: true });
  await page.reload();
  await expect(box).toBeChecked();
});

test('our own secret is shown once, and a receiver that is removed takes nothing more', async ({
  page,
}) => {
  await openReceiver(page, 'WooCommerce');
  await page.getByRole('button', { name: 'Create URL' }).click();
  await expect(page.getByTestId('receiver-secret')).toHaveText(/^\w{40}$/);
  const url = (await page.getByTestId('receiver-url').textContent())!.trim();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Create new secret' })).toBeVisible();
  await expect(page.getByTestId('receiver-secret')).toBeHidden();

  await page.getByText('Disconnect WooCommerce…').click();
  await page.getByRole('button', { name: 'Disconnect WooCommerce' }).click();
  await expect(page.getByRole('link', { name: /^WooCommerce .*Set up$/ })).toBeVisible();
  expect((await fetch(url, { method: 'POST', body: 'webhook_id=1' })).status).toBe(404);
});

test('axe finds no fault in a receiver, and nothing runs over the edge', async ({ page }) => {
  await openReceiver(page, 'Stripe');
  await page.getByRole('button', { name: 'Create URL' }).click();
  const url = (await page.getByTestId('receiver-url').textContent())!.trim();
  expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
  await page.reload();
  await expect(page.getByText('refused', { exact: true })).toBeVisible();
  await expectAccessibleOnAnyScreen(page, 'a receiver');
});
