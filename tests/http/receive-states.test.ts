import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, post, signUp, createProject, type Founder } from '../founder.ts';
import { stack } from '../stack.ts';
import { openReceiver } from './receiver.ts';

// What the services' documentations say of tests, refunds, drafts, pauses and order, delivered as they do.

const sql = connect(stack().dbUrl);
let founder: Founder;

beforeAll(async () => void (founder = await signUp('states')));
afterAll(() => sql.end());

const stripe = (id: string, type: string, created: number, object: object, livemode = true) => ({
  ...{ id, object: 'event', type, created, livemode, data: { object } },
});
const checkout = (intent: string) => ({
  ...{ id: `cs_${intent}`, mode: 'payment', payment_status: 'paid', payment_intent: intent },
  ...{ customer: null, customer_details: { email: 'ada@states.example', name: 'Ada' } },
});
const charge = (intent: string, email = 'ada@states.example') => ({
  ...{ id: `ch_${intent}`, payment_intent: intent, customer: null, refunded: true },
  billing_details: { email },
});

test('a test is shown and makes nobody, until tests are chosen to count', async () => {
  const { deliver, people, receiverId } = await openReceiver(founder, 'stripe', sql);
  const customer = { id: 'cus_1', email: 'test@states.example' };
  const event = stripe('evt_1', 'customer.created', 1_780_000_000, customer, false);
  expect(await deliver([event])).toEqual(['ignored']);
  expect(await people()).toEqual([]);
  const { data } = await founder.client
    .from('receiver_deliveries')
    .select('event_type, detail')
    .eq('receiver_id', receiverId)
    .throwOnError();
  expect(data).toEqual([
    { event_type: 'customer.created', detail: expect.stringMatching(/^Test event\./) },
  ]);

  const mapping = { count_tests: true };
  await founder.client
    .rpc('set_receiver_mapping', { receiver_id: receiverId, mapping })
    .throwOnError();
  expect(await deliver([event])).toEqual(['created']);
  const wrong = await founder.client.rpc('set_receiver_mapping', {
    receiver_id: receiverId,
    mapping: { count_tests: 'yes' },
  });
  expect(wrong.error).toMatchObject({ code: '22023' });
});

test('a test order of Lemon Squeezy makes nobody pay', async () => {
  const { deliver, people } = await openReceiver(founder, 'lemon_squeezy', sql);
  const attributes = {
    ...{ customer_id: 5, user_email: 'ada@states.example', status: 'paid', total: 4900 },
    ...{ currency: 'USD', updated_at: '2026-11-01T08:00:00.000000Z' },
  };
  const order = (test_mode: boolean) => ({
    meta: { event_name: 'order_created', test_mode },
    data: { type: 'orders', id: '1', attributes },
  });
  expect(await deliver([order(true)])).toEqual(['ignored']);
  expect(await people()).toEqual([]);
  expect(await deliver([order(false)])).toEqual(['created']);
});

test('who is paid one of two checkouts back has the other, and then none', async () => {
  const { deliver, people } = await openReceiver(founder, 'stripe', sql);
  const at = 1_780_000_000;
  await deliver([
    stripe('evt_1', 'checkout.session.completed', at, checkout('pi_1')),
    stripe('evt_2', 'checkout.session.completed', at + 10, checkout('pi_2')),
    stripe('evt_3', 'charge.refunded', at + 20, charge('pi_1')),
  ]);
  expect(await people()).toMatchObject([{ status: 'paid' }]);
  await deliver([stripe('evt_4', 'charge.refunded', at + 30, charge('pi_2'))]);
  expect(await people()).toMatchObject([{ status: 'churned' }]);
});

test('a refund of what was not bought once here says nothing of a subscriber', async () => {
  const { deliver, people, apiKey } = await openReceiver(founder, 'stripe', sql);
  const email = 'ada@states.example';
  const timestamp = new Date(1_780_000_000_000).toISOString();
  await post('/identify', apiKey, { email, status: 'paid', timestamp });
  const refund = charge('pi_of_an_invoice', email);
  await deliver([stripe('evt_1', 'charge.refunded', 1_780_000_010, refund)]);
  expect(await people()).toMatchObject([{ status: 'paid' }]);
});

test('a purchase that comes before its buyer is known waits', async () => {
  const { deliver, people } = await openReceiver(founder, 'paddle', sql);
  const event = (event_id: string, event_type: string, occurred_at: string, data: object) => ({
    ...{ event_id, event_type, occurred_at, data },
  });
  expect(
    await deliver([
      event('e1', 'transaction.completed', '2026-05-01T08:00:05Z', {
        ...{ id: 'txn_1', customer_id: 'ctm_1', subscription_id: null },
      }),
      event('e2', 'customer.created', '2026-05-01T08:00:00Z', {
        ...{ id: 'ctm_1', email: 'ada@states.example', name: 'Ada', status: 'active' },
      }),
    ]),
  ).toEqual(['waiting', 'created']);
  expect(await people()).toMatchObject([{ name: 'Ada', status: 'paid' }]);
  const adjustment = {
    ...{ id: 'adj_1', action: 'refund', type: 'full', status: 'approved' },
    ...{ transaction_id: 'txn_1', customer_id: 'ctm_1', subscription_id: null },
  };
  await deliver([event('e3', 'adjustment.updated', '2026-06-01T08:00:00Z', adjustment)]);
  expect(await people()).toMatchObject([{ status: 'churned' }]);
});

test('WooCommerce: a draft is nobody’s order, and who is paid all of theirs back has churned', async () => {
  const { deliver, people } = await openReceiver(founder, 'woocommerce', sql);
  const order = (id: number, status: string, modified: string) => ({
    topic: 'order.updated',
    delivery: 'd1',
    body: {
      ...{ id, status, currency: 'EUR', total: '10.00', customer_id: 0 },
      ...{ billing: { email: 'ada@states.example' }, line_items: [{ name: 'Mug' }] },
      ...{ date_created_gmt: `2026-05-0${id}T08:00:00`, date_modified_gmt: modified },
    },
  });
  expect(await deliver([order(1, 'checkout-draft', '2026-05-01T08:00:00')])).toEqual(['ignored']);
  expect(await people()).toEqual([]);
  await deliver([
    order(2, 'completed', '2026-05-02T08:00:00'),
    order(3, 'processing', '2026-05-03T08:00:00'),
    order(3, 'refunded', '2026-05-04T08:00:00'),
  ]);
  expect(await people()).toMatchObject([{ status: 'paid' }]);
  await deliver([order(2, 'refunded', '2026-05-05T08:00:00')]);
  expect(await people()).toMatchObject([{ status: 'churned' }]);
});

test('Stripe: a thin event is ignored, with what to choose', async () => {
  const { deliver } = await openReceiver(founder, 'stripe', sql);
  const thin = {
    ...{ id: 'evt_1', object: 'v2.core.event', type: 'v1.customer.created', livemode: true },
    created: '2026-11-01T08:00:00.000Z',
  };
  expect(await deliver([thin])).toEqual(['ignored']);
});

test('a time without a colon in its zone, as PHP and Ruby write it, is the same time', async () => {
  const { apiKey } = await createProject(founder, 'Times');
  const email = 'php@states.example';
  const call = { email, timestamp: '2026-05-01T10:00:00+0200' };
  expect((await post('/identify', apiKey, call)).status).toBe(200);
  const [row] = await sql`
    select first_seen_at from public.customers
    where account_id = ${founder.accountId} and email = ${email}`;
  expect(row!.first_seen_at).toEqual(new Date('2026-05-01T08:00:00Z'));
});
