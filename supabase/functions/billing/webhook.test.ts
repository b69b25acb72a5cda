import assert from 'node:assert/strict';
import Stripe from 'stripe';
import { Problem } from '../_shared/contract/problems.ts';
import type { RequestEntry } from '../_shared/http/log.ts';
import type { RequestContext } from '../_shared/http/route.ts';
import type { AppliedEvent } from './store.ts';
import { webhookRoute } from './webhook.ts';

const SECRET = 'whsec_1';
const ACCOUNT = '5f0c6a4e-6a0e-4c39-9d55-1f6a3a1f0b11';
const stripe = new Stripe('sk_test_1', {
  httpClient: Stripe.createFetchHttpClient(() => Promise.resolve(Response.json(subscription))),
  maxNetworkRetries: 0,
});
let subscription: Record<string, unknown> = {};

function tell(type: string, object: object, fields: object = {}) {
  return send({ id: 'evt_1', object: 'event', type, created: 5, data: { object }, ...fields });
}

/** Sends anything, signed as Stripe signs, `age` seconds ago. */
async function send(event: unknown, age = 0) {
  const applied: AppliedEvent[] = [];
  const route = webhookRoute(stripe, SECRET, (event) => {
    applied.push(event);
    return Promise.resolve('applied');
  });
  const context = { address: 'stripe', headers: {}, entry: {} as RequestEntry };
  const payload = JSON.stringify(event);
  const signature = await stripe.webhooks.generateTestHeaderStringAsync({
    payload,
    secret: SECRET,
    timestamp: Math.floor(Date.now() / 1000) - age,
  });
  const request = new Request('https://x.supabase.co/billing/webhook', {
    method: 'POST',
    headers: { 'stripe-signature': signature },
    body: payload,
  });
  const { body } = await route.answer(request, context);
  assert.equal(context.entry.webhook, body);
  return { result: body as { outcome: string }, applied };
}

Deno.test('each kind of event leads to the subscription as Stripe has it now', async () => {
  subscription = {
    id: 'sub_1',
    customer: { id: 'cus_1' },
    status: 'past_due',
    metadata: { account_id: ACCOUNT },
    items: { data: [{ current_period_end: 7 }] },
    cancel_at: 9,
    cancel_at_period_end: false,
    ended_at: null,
  };
  const invoice = { parent: { subscription_details: { subscription: 'sub_1' } } };
  for (const [type, object] of [
    ['checkout.session.completed', { subscription: 'sub_1' }],
    ['customer.subscription.created', { id: 'sub_1', status: 'incomplete' }],
    ['customer.subscription.updated', { id: 'sub_1', status: 'active' }],
    ['customer.subscription.deleted', { id: 'sub_1' }],
    ['customer.subscription.paused', { id: 'sub_1' }],
    ['customer.subscription.resumed', { id: 'sub_1' }],
    ['invoice.paid', invoice],
    ['invoice.payment_failed', invoice],
  ] as const) {
    const { result, applied } = await tell(type, object);
    assert.deepEqual(result, { event: 'evt_1', type, outcome: 'applied' });
    const { asked_at, ...event } = applied[0]!;
    assert(asked_at > 0);
    assert.deepEqual(event, {
      id: 'evt_1',
      type,
      created: 5,
      account_id: ACCOUNT,
      subscription: {
        id: 'sub_1',
        customer: 'cus_1',
        status: 'past_due',
        current_period_end: 7,
        cancel_at_period_end: true,
        ended_at: null,
      },
    });
  }
});

Deno.test('what is about no subscription, or one of another product, is not applied', async () => {
  assert.equal((await tell('customer.created', { id: 'cus_1' })).result.outcome, 'ignored');
  assert.equal((await tell('invoice.paid', { parent: null })).result.outcome, 'ignored');
  subscription = { id: 'sub_2', metadata: {} };
  const { result, applied } = await tell('customer.subscription.updated', { id: 'sub_2' });
  assert.equal(result.outcome, 'not_ours');
  assert.deepEqual(applied, []);
});

Deno.test('a body that Stripe did not sign is refused before anything is asked', async () => {
  const route = webhookRoute(stripe, SECRET, () => assert.fail('applied'));
  const request = new Request('https://x.supabase.co/billing/webhook', {
    method: 'POST',
    headers: { 'stripe-signature': 't=1,v1=00' },
    body: '{}',
  });
  await assert.rejects(
    async () => await route.answer(request, {} as RequestContext),
    (error) => error instanceof Problem && error.code === 'invalid_signature',
  );
});

Deno.test('what is signed and no event is told so, and leads nowhere', async () => {
  const object = { id: 'sub_1' };
  const type = 'customer.subscription.updated';
  const event = { id: 'evt_1', type, created: 5 };
  for (const sent of [
    null,
    7,
    [],
    {},
    event,
    { ...event, data: null },
    { ...event, data: { object: 'sub_1' } },
    { ...event, created: 1e18, data: { object } },
    { ...event, id: 'evt_\0', data: { object } },
    ...[7, {}, 'sub_\0', '../accounts', ''].map((id) => ({ ...event, data: { object: { id } } })),
  ]) {
    await assert.rejects(send(sent), { code: 'invalid_body' }, JSON.stringify(sent));
  }
});

Deno.test(
  'what is signed more than five minutes from now, before or after, is refused',
  async () => {
    const event = { id: 'evt_1', type: 'customer.created', created: 5, data: { object: {} } };
    assert.equal((await send(event, -290)).result.outcome, 'ignored');
    for (const age of [310, -310, -1e9]) {
      await assert.rejects(send(event, age), { code: 'invalid_signature' }, String(age));
    }
  },
);
