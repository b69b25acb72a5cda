import assert from 'node:assert/strict';
import { SERVICES } from './services.ts';
import { event, ignored, lemon, paddle, stripe, subscription } from './events.fixture.ts';
import { delivery } from './testing.ts';

const of = (more: object) => {
  const read = event('stripe', stripe('customer.subscription.updated', subscription(more)));
  return [read.subscriptions![0]!.status, read.subscriptions![0]!.sums.mrr];
};

Deno.test('Stripe: while collection is paused the service goes on, without charge', () => {
  assert.deepEqual(of({}), ['paid', 29]);
  assert.deepEqual(of({ pause_collection: { behavior: 'void', resumes_at: null } }), ['paid', 0]);
  assert.deepEqual(of({ pause_collection: null }), ['paid', 29]);
  const paused = subscription({ pause_collection: { behavior: 'void' } });
  const body = stripe('customer.subscription.updated', paused);
  const mapping = { statuses: { 'collection paused': 'free' } } as const;
  assert.equal(
    event('stripe', body, {}, mapping).subscriptions![0]!.status,
    'free',
    'it has a word',
  );
});

Deno.test('Stripe: and a subscription that is paused itself is not paid for', () => {
  assert.equal(of({ status: 'paused' })[0], 'churned');
  const both = of({ status: 'past_due', pause_collection: { behavior: 'void' } });
  assert.deepEqual(both, ['paid', 29]);
});

Deno.test('Lemon Squeezy: a pause is free where the service goes on, else there is none', () => {
  const said = [{ mode: 'free' }, { mode: 'void' }, null].map((pause) => {
    const body = lemon({ status: 'paused', pause }, 'subscriptions');
    return event('lemon_squeezy', body).subscriptions![0]!.status;
  });
  assert.deepEqual(said, ['paid', 'churned', 'churned']);
});

Deno.test('Paddle: the state of a customer is that of a record', () => {
  for (const status of ['active', 'archived']) {
    const customer = { id: 'ctm_1', email: 'ada@example.com', name: 'Ada', status };
    assert.equal(event('paddle', paddle('customer.updated', customer)).status, undefined);
  }
});

Deno.test('Stripe: a thin event is ignored and says what to choose', () => {
  const thin = {
    ...{ id: 'evt_2', object: 'v2.core.event', type: 'v1.customer.created', livemode: true },
    ...{ created: '2026-11-01T08:00:00Z', related_object: { id: 'cus_1', type: 'customer' } },
  };
  assert.match(ignored('stripe', thin), /Snapshot/);
});

Deno.test('services that mark tests say so of each of them, and no other', () => {
  const customer = { id: 'cus_1', email: 'ada@example.com' };
  const paid = { status: 'paid', total: 1, currency: 'USD' };
  const isTest = (name: 'stripe' | 'lemon_squeezy', body: object) => {
    const reading = SERVICES[name].read(delivery(body));
    return 'at' in reading && reading.isTest;
  };
  const created = stripe('customer.created', customer);
  assert.deepEqual(
    [
      isTest('stripe', { ...created, livemode: false }),
      isTest('stripe', created),
      isTest('lemon_squeezy', lemon(paid, 'orders', { test_mode: true })),
      isTest('lemon_squeezy', lemon(paid, 'orders', { test_mode: false })),
      isTest('lemon_squeezy', lemon(paid)),
    ],
    [true, false, true, false, false],
  );
});
