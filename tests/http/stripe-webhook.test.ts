import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { signUp, type Founder } from '../founder.ts';
import { startBillingStack, type BillingStack } from '../stripe/billing-stack.ts';

const DAY = 86_400;
let billing: BillingStack;
let founder: Founder;

beforeAll(async () => {
  billing = await startBillingStack();
}, 120_000);
afterAll(() => billing?.stop());
beforeEach(async () => {
  founder = await signUp('payer', billing.stack);
  billing.stripe.subscriptions.cardWorks = true;
  billing.stripe.subscriptions.all.clear();
  billing.stripe.subscriptions.collect();
});

/** What the dashboard is told about the founder's account. */
async function state() {
  const { data } = await founder.client
    .rpc('billing_state', { account_id: founder.accountId })
    .throwOnError();
  return data as Record<string, unknown>;
}

/** Begins a subscription at Stripe; `days` of it are free. */
function start(days?: number) {
  const { subscriptions } = billing.stripe;
  const trialEnd = days === undefined ? undefined : subscriptions.now + days * DAY;
  return subscriptions.start(founder.accountId, `cus_${randomUUID()}`, trialEnd);
}

const at = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', '+00:00');

test('an event that Stripe did not sign, or signed long ago, changes nothing', async () => {
  start();
  const [event] = billing.stripe.subscriptions.collect();
  for (const how of [{ secret: 'whsec_of_another_endpoint' }, { age: 301 }]) {
    expect(await billing.stripe.send(event!, how)).toMatchObject({
      status: 401,
      body: { code: 'invalid_signature' },
    });
  }
  const unsigned = await fetch(billing.stripe.webhookUrl, {
    method: 'POST',
    body: JSON.stringify(event),
  });
  expect(unsigned.status).toBe(401);
  expect(await state()).toMatchObject({ state: 'trialing' });
});

test('an event that comes twice counts once, also at the same moment', async () => {
  start();
  const [event] = billing.stripe.subscriptions.collect();
  const answers = await Promise.all([1, 2, 3].map(() => billing.stripe.send(event!)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const outcomes = answers.map(({ body }) => body.outcome as string).sort();
  expect(outcomes).toEqual(['applied', 'replayed', 'replayed']);
});

test('events in the wrong order lead to where the subscription stands', async () => {
  const { subscriptions } = billing.stripe;
  const subscription = start(3);
  subscriptions.cardWorks = false;
  subscriptions.advance(3);
  subscriptions.cardWorks = true;
  subscriptions.advance(3);
  const events = subscriptions.collect();
  expect(events.length).toBeGreaterThan(3);
  for (const event of events.reverse()) {
    expect((await billing.stripe.send(event)).status).toBe(200);
    expect(await state()).toMatchObject({
      state: 'active',
      current_period_end: at(subscription.periodEnd),
    });
  }
});

test('what is not about a subscription of an account here is answered and changes nothing', async () => {
  const { subscriptions } = billing.stripe;
  const event = { id: 'evt_x', object: 'event', created: subscriptions.now } as const;
  const customer = { ...event, type: 'customer.created', data: { object: { id: 'cus_1' } } };
  expect(await billing.stripe.send(customer)).toMatchObject({
    status: 200,
    body: { outcome: 'ignored' },
  });
  subscriptions.start('another product of the same owner', 'cus_1');
  expect(await billing.stripe.deliver()).toEqual(['not_ours']);
  subscriptions.start(randomUUID(), 'cus_1');
  expect(await billing.stripe.deliver()).toEqual(['unknown_account']);
});

test('a subscription that begins in the trial is charged when the trial ends', async () => {
  const { subscriptions } = billing.stripe;
  const subscription = start(14);
  await billing.stripe.deliver();
  const trialEnd = subscription.periodEnd;
  expect(await state()).toMatchObject({
    state: 'active',
    current_period_end: at(trialEnd),
    access: 'full',
    access_until: null,
  });
  subscriptions.advance(14);
  await billing.stripe.deliver();
  expect(await state()).toMatchObject({
    state: 'active',
    current_period_end: at(trialEnd + 30 * DAY),
  });
});

test('a failed payment leaves the dashboard open, and a later one that goes through heals it', async () => {
  const { subscriptions } = billing.stripe;
  start();
  subscriptions.cardWorks = false;
  subscriptions.advance(30);
  await billing.stripe.deliver();
  expect(await state()).toMatchObject({ state: 'past_due', access: 'full', access_until: null });
  subscriptions.cardWorks = true;
  subscriptions.advance(3);
  await billing.stripe.deliver();
  expect(await state()).toMatchObject({ state: 'active' });
});

test('when Stripe gives up on the card it is an end, with a date', async () => {
  const { subscriptions } = billing.stripe;
  const subscription = start();
  subscriptions.cardWorks = false;
  subscriptions.advance(60);
  await billing.stripe.deliver();
  expect(await state()).toMatchObject({
    state: 'canceled',
    access_until: at(subscription.endedAt!),
    ingest_until: at(subscription.endedAt! + 14 * DAY),
  });
});

test('who cancels keeps what is paid for, and may take it back until then', async () => {
  const { subscriptions } = billing.stripe;
  const subscription = start();
  subscriptions.cancelAtPeriodEnd(subscription, true);
  await billing.stripe.deliver();
  expect(await state()).toMatchObject({ state: 'active', cancel_at_period_end: true });
  subscriptions.cancelAtPeriodEnd(subscription, false);
  await billing.stripe.deliver();
  expect(await state()).toMatchObject({ state: 'active', cancel_at_period_end: false });
  subscriptions.cancelAtPeriodEnd(subscription, true);
  subscriptions.advance(31);
  await billing.stripe.deliver();
  expect(await state()).toMatchObject({
    state: 'canceled',
    cancel_at_period_end: false,
    access_until: at(subscription.endedAt!),
  });
});

test('after the trial only billing is open, until a subscription resumes it', async () => {
  await billing.sql`update public.subscriptions set trial_ends_at = now() - interval '1 minute'
    where account_id = ${founder.accountId}`;
  expect(await state()).toMatchObject({ state: 'trialing', access: 'billing_only' });
  start();
  await billing.stripe.deliver();
  expect(await state()).toMatchObject({ state: 'active', access: 'full' });
});
