import assert from 'node:assert/strict';
import { event, ignored, lemon, order, paddle, stripe, woo } from './events.fixture.ts';

const facts = (read: ReturnType<typeof event>) => [
  read.external_id,
  read.email,
  read.status,
  read.purchase,
];

Deno.test('Stripe: money that goes back is that of the checkout that it was paid in', () => {
  const session = {
    ...{ id: 'cs_1', mode: 'payment', payment_status: 'paid', payment_intent: 'pi_1' },
    ...{ customer: 'cus_1', customer_details: { email: 'ada@example.com' } },
  };
  const charge = { id: 'ch_1', payment_intent: { id: 'pi_1' }, customer: 'cus_1', refunded: true };
  assert.deepEqual(facts(event('stripe', stripe('checkout.session.completed', session))), [
    ...['cus_1', 'ada@example.com', 'paid', 'pi_1'],
  ]);
  const back = event('stripe', stripe('charge.refunded', charge));
  assert.deepEqual(facts(back), ['cus_1', undefined, 'churned', 'pi_1']);
  // It may as well be one month of a subscription.
  assert.equal(back.needs_purchase, true);
  const guest = { ...charge, customer: null, billing_details: { email: 'bo@example.com' } };
  assert.equal(event('stripe', stripe('charge.refunded', guest)).email, 'bo@example.com');
  const part = { ...charge, refunded: false };
  assert.match(ignored('stripe', stripe('charge.refunded', part)), /Partial refund/);
});

Deno.test('Paddle: a refund counts once it is approved, whole, and of no subscription', () => {
  const adjustment = {
    ...{ id: 'adj_1', action: 'refund', type: 'full', status: 'approved' },
    ...{ transaction_id: 'txn_1', customer_id: 'ctm_1', subscription_id: null },
  };
  const read = event('paddle', paddle('adjustment.updated', adjustment));
  assert.deepEqual(facts(read), ['ctm_1', undefined, 'churned', 'txn_1']);
  const taken = { ...adjustment, action: 'chargeback' };
  assert.equal(event('paddle', paddle('adjustment.created', taken)).status, 'churned');
  for (const change of [
    { status: 'pending_approval' },
    { status: 'rejected' },
    { type: 'partial' },
    { action: 'credit' },
    { subscription_id: 'sub_1' },
  ]) {
    ignored('paddle', paddle('adjustment.created', { ...adjustment, ...change }));
  }
});

Deno.test('Lemon Squeezy: of an order that is paid back in part the rest is paid for', () => {
  const said = ['paid', 'refunded', 'partial_refund', 'fraudulent', 'pending', 'failed'].map(
    (status) => event('lemon_squeezy', lemon({ status, total: 4900, currency: 'USD' })).status,
  );
  assert.deepEqual(said, ['paid', 'churned', 'paid', undefined, undefined, undefined]);
});

Deno.test('WooCommerce: an order is a purchase, and was paid for when it was', () => {
  const paid = { ...order, status: 'completed', date_paid_gmt: '2026-05-01T08:30:00' };
  const read = event('woocommerce', paid, woo('order.updated'));
  assert.deepEqual(
    [read.status, read.status_at, read.purchase],
    ['paid', '2026-05-01T08:30:00Z', '3'],
  );
  const back = event('woocommerce', { ...paid, status: 'refunded' }, woo('order.updated'));
  assert.deepEqual([back.status, back.status_at], ['churned', undefined]);
});

Deno.test('WooCommerce: who only began to fill in a form has ordered nothing', () => {
  for (const [status, why] of [
    ['checkout-draft', /hasn’t been placed/],
    ['auto-draft', /hasn’t been placed/],
    ['trash', /in the trash/],
  ] as const) {
    assert.match(ignored('woocommerce', { ...order, status }, woo('order.created')), why);
  }
});

Deno.test('a subscription knows the order that began it', () => {
  const running = {
    ...{ ...order, id: 9, status: 'active', parent_id: 3 },
    ...{ billing_period: 'month', billing_interval: 1 },
  };
  const read = event('woocommerce', running, woo('subscription.updated'));
  assert.equal(read.subscriptions![0]!.purchase, '3');
  const lemons = lemon({ status: 'active', order_id: 7 }, 'subscriptions');
  assert.equal(event('lemon_squeezy', lemons).subscriptions![0]!.purchase, '7');
});
