import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { signUp as signUpAt, type Founder } from '../founder.ts';
import { startBillingStack, type BillingStack } from '../stripe/billing-stack.ts';
import { pay } from '../stripe/pages.ts';

const RETURN_URL = 'http://127.0.0.1:5173/billing';
let billing: BillingStack;
let founder: Founder;

beforeAll(async () => {
  billing = await startBillingStack();
}, 120_000);
afterAll(() => billing?.stop());
beforeEach(async () => {
  founder = await signUpAt('payer', billing.stack);
});

/** Asks the function as the dashboard does. */
async function ask(route: string, body: object = {}, as: Founder | null = founder) {
  const { data } = (await as?.client.auth.getSession()) ?? {};
  const response = await fetch(`${billing.stack.apiUrl}/functions/v1/billing/${route}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(data?.session && { authorization: `Bearer ${data.session.access_token}` }),
    },
    body: JSON.stringify({ account_id: founder.accountId, ...body }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Adds a second person to the founder's account. */
async function join(role: 'admin' | 'viewer'): Promise<Founder> {
  const member = await signUpAt(role, billing.stack);
  await billing.sql`insert into public.members (account_id, user_id, role)
    values (${founder.accountId}, ${member.userId}, ${role})`;
  return member;
}

/** Subscribes the founder, and tells. */
async function subscribe() {
  await ask('checkout', { email: founder.email });
  const subscription = pay(billing.stripe, billing.stripe.asked.at(-1)!.form);
  expect(await billing.stripe.deliver()).toEqual(['applied']);
  return subscription;
}

test('checkout leads to Stripe with what it must know, and what is left of the trial stays free', async () => {
  const { status, body } = await ask('checkout', { email: founder.email });
  expect(status).toBe(200);
  expect(body.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/pay\//);
  const { form, idempotencyKey } = billing.stripe.asked.at(-1)!;
  expect(form).toMatchObject({
    mode: 'subscription',
    'line_items[0][price]': 'price_standin',
    client_reference_id: founder.accountId,
    customer_email: founder.email,
    success_url: `${RETURN_URL}?subscribed`,
    cancel_url: RETURN_URL,
  });
  const trialEnd = Number(form['subscription_data[trial_end]']) * 1000;
  expect(Math.abs(trialEnd - Date.now() - 14 * 86_400_000)).toBeLessThan(60_000);
  expect(idempotencyKey).toMatch(/^checkout-[0-9a-f]{64}$/);
});

test('Stripe leads back to this dashboard, whatever address is asked for', async () => {
  await ask('checkout', { return_url: 'https://evil.test/billing' });
  expect(billing.stripe.asked.at(-1)!.form).toMatchObject({
    success_url: `${RETURN_URL}?subscribed`,
    cancel_url: RETURN_URL,
  });
});

test('two clicks are one page at Stripe', async () => {
  const [first, second] = [await ask('checkout'), await ask('checkout')];
  expect(second.body).toEqual(first.body);
});

test('a trial of less than two days is not told: Stripe would refuse it', async () => {
  await billing.sql`update public.subscriptions set trial_ends_at = now() + interval '47 hours'
    where account_id = ${founder.accountId}`;
  expect((await ask('checkout')).status).toBe(200);
  expect(billing.stripe.asked.at(-1)!.form).not.toHaveProperty('subscription_data[trial_end]');
});

test('only the owner may pay or manage', async () => {
  const stranger = await signUpAt('stranger', billing.stack);
  for (const route of ['checkout', 'portal']) {
    for (const person of [await join('admin'), await join('viewer'), stranger]) {
      expect(await ask(route, {}, person)).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
    }
    expect(await ask(route, {}, null)).toMatchObject({
      status: 401,
      body: { code: 'unauthorized' },
    });
  }
});

test('who has a subscription is not sold another, and who has none has nothing to manage', async () => {
  expect(await ask('portal')).toMatchObject({ status: 409, body: { code: 'no_subscription' } });
  const { customer } = await subscribe();
  expect(await ask('checkout')).toMatchObject({
    status: 409,
    body: { code: 'already_subscribed' },
  });
  const { status, body } = await ask('portal');
  expect(status).toBe(200);
  expect(body.url).toMatch(/\/manage\//);
  expect(billing.stripe.asked.at(-1)!.form).toEqual({ customer, return_url: RETURN_URL });
});

test('every refusal is a problem that says what to do', async () => {
  const cases = [
    [await ask('checkout', { email: 'me' }), 400, 'invalid_body'],
    [await ask('checkout', { account_id: 'mine' }), 400, 'invalid_body'],
    [await ask('checkout', { more: 'x'.repeat(600_000) }), 413, 'body_too_large'],
    [await ask('nothing'), 404, 'not_found'],
  ] as const;
  for (const [answer, status, code] of cases) {
    expect(answer).toMatchObject({ status, body: { code, detail: expect.stringMatching(/\.$/) } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  }
});

test('a failure that Stripe remembers is not met again', async () => {
  billing.stripe.broken = 500;
  const failed = await ask('checkout').finally(() => (billing.stripe.broken = undefined));
  expect(failed).toMatchObject({ status: 503, body: { code: 'stripe_unavailable' } });
  expect((await ask('checkout')).status).toBe(200);
});

test('while Stripe is down the answer is 503, and the event is taken when it comes again', async () => {
  await ask('checkout');
  pay(billing.stripe, billing.stripe.asked.at(-1)!.form);
  const [event] = billing.stripe.subscriptions.collect();
  billing.stripe.broken = 500;
  try {
    expect(await ask('portal')).toMatchObject({ status: 409 });
    expect(await ask('checkout', { email: `${randomUUID()}@example.com` })).toMatchObject({
      status: 503,
      body: { code: 'stripe_unavailable' },
    });
    expect((await billing.stripe.send(event!)).status).toBe(503);
  } finally {
    billing.stripe.broken = undefined;
  }
  expect((await billing.stripe.send(event!)).body.outcome).toBe('applied');
});
