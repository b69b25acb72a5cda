import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, signUp, type Founder } from '../founder.ts';
import { stack } from '../stack.ts';
import { openReceiver, type Delivery } from './receiver.ts';

// What people sent to other tools, delivered as each service does: tests/cases/webhooks.

const sql = connect(stack().dbUrl);
let founder: Founder;

beforeAll(async () => void (founder = await signUp('cases')));
afterAll(() => sql.end());

interface Case {
  service: string;
  look: string;
  deliveries: Delivery[];
}

/** Delivers a case to a project of its own, all or its first `count`, and resolves with who is there then. */
async function deliver(file: string, count?: number) {
  const text = readFileSync(new URL(`../cases/webhooks/${file}.json`, import.meta.url), 'utf8');
  const { service, look, deliveries } = JSON.parse(text) as Case;
  const receiver = await openReceiver(founder, service, sql);
  await receiver.deliver(
    deliveries
      .slice(0, count)
      .map((delivery, i) =>
        delivery.body ? delivery : { id: `evt_${i}`, event_id: `evt_${i}`, ...delivery },
      ),
  );
  return (await receiver.people()).filter(({ email }) => email.endsWith(look));
}

test('a currency of three decimals is not counted tenfold', async () => {
  expect(await deliver('B01-stripe-three-decimal-currency')).toMatchObject([
    { status: 'paid', params: { mrr: 92, currency: 'kwd' } },
  ]);
});

test('two customers of Stripe with one email are one person who pays for both', async () => {
  expect(await deliver('B04-stripe-two-customers-one-email', 4)).toMatchObject([
    { status: 'paid', params: { mrr: 38 } },
  ]);
});

test('and goes on paying when one of them ends', async () => {
  expect(await deliver('B04-stripe-two-customers-one-email')).toMatchObject([
    { status: 'paid', params: { mrr: 29, plan: 'Pro', stripe_customer: 'cus_A' } },
  ]);
});

test('two orders of one second are two, though WooCommerce gives them one delivery id', async () => {
  expect(await deliver('B09-woocommerce-two-orders-in-one-second')).toMatchObject([
    { email: 'first@second.example', status: 'paid' },
    { email: 'second@second.example', status: 'paid' },
  ]);
});

test('whom Supabase Auth deletes and keeps has churned', async () => {
  expect(await deliver('B15-supabase-soft-delete')).toMatchObject([
    { email: 'ana@supa.example', status: 'churned' },
  ]);
});

test('a price by use is nothing a month', async () => {
  expect(await deliver('B03-stripe-metered-price')).toMatchObject([
    { status: 'paid', params: { mrr: 0 } },
  ]);
});

test('a bank debit that succeeds days later is paid', async () => {
  expect(await deliver('B05-stripe-delayed-payment')).toMatchObject([{ status: 'paid' }]);
});

test('an order that is paid back is not paid', async () => {
  expect(await deliver('B08-lemon-squeezy-refund', 1)).toMatchObject([{ status: 'paid' }]);
  expect(await deliver('B08-lemon-squeezy-refund')).toMatchObject([{ status: 'churned' }]);
});

test('an old order that is edited is no new order', async () => {
  expect(await deliver('B10-woocommerce-old-order-edited')).toMatchObject([
    { status: 'paid', params: { last_order_at: '2026-06-10T08:00:00Z', last_order_total: 99 } },
  ]);
});

test('a price of Paddle counts in the currency that is paid', async () => {
  expect(await deliver('B13-paddle-base-price-in-another-currency')).toMatchObject([
    { status: 'paid', params: { mrr: 3000, currency: 'jpy' } },
  ]);
});
