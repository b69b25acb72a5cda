import { afterEach, expect, test } from 'vitest';
import { openStripe } from '../src/sources/stripe.ts';
import { collect } from './collect.fixture.ts';
import { serve, type Reply } from './http-server.fixture.ts';
import { price } from './stripe-price.fixture.ts';

// A stand-in with the shapes of https://docs.stripe.com/api: lists, cursors, errors.

const CREATED = Date.UTC(2024, 0, 5) / 1000;
let close = async () => {};
afterEach(() => close());

interface Listed {
  id: string;
}

function subscription(id: string, customer: string, status: string, more: object = {}) {
  return {
    ...{ id, object: 'subscription', customer, status, created: CREATED, trial_end: null },
    items: { object: 'list', data: [{ id: 'si_1', quantity: 1, price: price() }], has_more: false },
    ...more,
  };
}

function customer(id: string, more: object = {}) {
  return {
    ...{ id, object: 'customer', email: `${id}@example.com`, name: null, created: CREATED },
    address: null,
    ...more,
  };
}

async function stripe(lists: Record<string, Listed[]>, ...first: Reply[]) {
  const server = await serve((url, request) => {
    const early = first.shift();
    if (early) return early;
    if (request.headers.authorization !== 'Bearer rk_test') {
      return {
        status: 401,
        body: { error: { type: 'invalid_request_error', message: 'Invalid API Key provided' } },
      };
    }
    const all = lists[url.pathname.split('/').at(-1)!] ?? [];
    const after = url.searchParams.get('starting_after');
    const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
    const data = all.slice(from, from + Number(url.searchParams.get('limit')));
    return {
      body: { object: 'list', url: url.pathname, data, has_more: from + data.length < all.length },
    };
  });
  close = server.close;
  return { ...server, env: { STRIPE_API_KEY: 'rk_test', STRIPE_API_URL: server.url } };
}

test('customers come with what their subscriptions say', async () => {
  const yearly = price({
    unit_amount: 12_000,
    recurring: { interval: 'year', interval_count: 1 },
    nickname: 'Yearly',
  });
  const { env, asked } = await stripe({
    products: [{ id: 'prod_1', name: 'Pro' } as Listed],
    subscriptions: [
      subscription('sub_1', 'cus_paid', 'active'),
      subscription('sub_2', 'cus_paid', 'canceled'),
      subscription('sub_3', 'cus_paid', 'past_due', {
        items: { data: [{ quantity: 2, price: yearly }] },
      }),
      subscription('sub_4', 'cus_trial', 'trialing', { trial_end: CREATED + 86_400 * 14 }),
      subscription('sub_5', 'cus_gone', 'canceled'),
    ],
    customers: [
      customer('cus_paid', { name: 'Ana', address: { country: 'PT' } }),
      customer('cus_trial'),
      customer('cus_gone'),
      customer('cus_none'),
      customer('cus_nobody', { email: null }),
    ],
  });
  const { sent, invalid } = await collect(openStripe(env));
  const person = (id: string, status: string, params: object, more: object = {}) => ({
    ...{ email: `${id}@example.com`, status, ...more },
    ...{
      params: { ...params, stripe_customer: id },
      created_at: '2024-01-05T00:00:00Z',
      seen_at: '2024-01-05T00:00:00Z',
    },
  });
  expect(sent).toEqual([
    person(
      'cus_paid',
      'paid',
      { plan: 'Pro', mrr: 49, currency: 'usd', country: 'PT' },
      { name: 'Ana' },
    ),
    person('cus_trial', 'trial', {
      plan: 'Pro',
      mrr: 0,
      currency: 'usd',
      trial_ends_at: '2024-01-19',
    }),
    person('cus_gone', 'churned', { plan: 'Pro', mrr: 0, currency: 'usd' }),
    person('cus_none', 'free', {}),
  ]);
  expect(invalid).toBe(1);
  expect(asked.find((path) => path.includes('subscriptions'))).toContain('status=all');
});

test('several customers with one email are one person, and pay for all of it', async () => {
  const email = 'Pays@dup.example';
  const cheap = { items: { data: [{ quantity: 1, price: price({ unit_amount: 900 }) }] } };
  const kwd = price({ currency: 'kwd', unit_amount: 92_125 });
  const { env } = await stripe({
    subscriptions: [
      subscription('sub_3', 'cus_more', 'active', { ...cheap, created: CREATED - 1 }),
      subscription('sub_2', 'cus_gone', 'canceled', { created: CREATED + 1 }),
      subscription('sub_1', 'cus_old', 'active'),
      subscription('sub_4', 'cus_kw', 'active', { items: { data: [{ quantity: 1, price: kwd }] } }),
    ],
    customers: [
      customer('cus_new', { email: email.toLowerCase(), created: CREATED + 9 }),
      customer('cus_gone', { email }),
      customer('cus_more', { email }),
      customer('cus_old', { email }),
      customer('cus_kw'),
    ],
  });
  const { sent } = await collect(openStripe(env));
  const params = { mrr: 38, currency: 'usd', stripe_customer: 'cus_old' };
  const person = { email: 'pays@dup.example', status: 'paid', params };
  expect(sent).toMatchObject([
    ...[person, person, person, person],
    { status: 'paid', params: { mrr: 92.125, currency: 'kwd' } },
  ]);
});

test('who is charged nothing for a while pays nothing a month', async () => {
  const paused = { pause_collection: { behavior: 'void', resumes_at: null } };
  const { env } = await stripe({
    subscriptions: [subscription('sub_1', 'cus_1', 'active', paused)],
    customers: [customer('cus_1')],
  });
  const { sent } = await collect(openStripe(env));
  expect(sent).toMatchObject([{ status: 'paid', params: { mrr: 0 } }]);
});

test('all pages are read by cursor, and a rate limit is waited out', async () => {
  const customers = Array.from({ length: 230 }, (_, n) => customer(`cus_${n}`));
  const limited = {
    status: 429,
    body: { error: { type: 'rate_limit', message: 'Too many requests' } },
  };
  const { env, asked } = await stripe({ customers }, limited);
  const { created } = await collect(openStripe(env, async () => {}));
  expect(created).toBe(230);
  expect(asked.filter((path) => path.includes('/customers'))).toEqual([
    '/v1/customers?limit=100',
    '/v1/customers?limit=100&starting_after=cus_99',
    '/v1/customers?limit=100&starting_after=cus_199',
  ]);
});

test('a key that may not read ends the import in the words of Stripe', async () => {
  const message = 'The provided key does not have the required permissions for this endpoint.';
  const { env } = await stripe(
    {},
    { status: 403, body: { error: { type: 'invalid_request_error', message } } },
  );
  await expect(collect(openStripe(env))).rejects.toThrow(`Stripe: ${message}`);
});

test('without a key it says which', () => {
  expect(() => openStripe({})).toThrow('Set STRIPE_API_KEY');
});
