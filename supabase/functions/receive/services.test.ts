import assert from 'node:assert/strict';
import { type Event, ignore, toEvent } from './mapping.ts';
import type { Ignored, Service } from './service.ts';
import type { Mapping, ServiceName } from '../_shared/contract/services.ts';
import { SERVICES } from './services.ts';
import { delivery } from './testing.ts';

/** The event that a body of a service becomes, or why it is ignored. */
function event(
  name: ServiceName,
  body: unknown,
  headers: Record<string, string> = {},
  mapping: Mapping = {},
): Event | string {
  const service = SERVICES[name];
  const reading = service.read(delivery(body, headers));
  if ('ignored' in reading) return reading.ignored;
  return JSON.parse(JSON.stringify(toEvent(reading, service, mapping))) as Event;
}

const stripe = (type: string, object: object) => ({
  id: 'evt_1',
  object: 'event',
  type,
  created: 1_780_000_000,
  data: { object },
});
const price = {
  id: 'price_1',
  nickname: 'Pro',
  lookup_key: null,
  product: 'prod_1',
  currency: 'usd',
  unit_amount: 24_000,
  unit_amount_decimal: '24000',
  recurring: { interval: 'year', interval_count: 1 },
};
const subscription = {
  id: 'sub_1',
  customer: 'cus_1',
  status: 'trialing',
  trial_end: 1_780_100_000,
  cancel_at: null,
  items: { data: [{ quantity: 2, price }] },
  metadata: { team: 'blue' },
};

Deno.test('Stripe: a subscription is its status, plan and monthly amount', () => {
  assert.deepEqual(event('stripe', stripe('customer.subscription.updated', subscription)), {
    event_id: 'evt_1',
    event_type: 'customer.subscription.updated',
    at: '2026-05-28T20:26:40.500Z',
    external_id: 'cus_1',
    subscriptions: [
      {
        id: 'sub_1',
        status: 'trial',
        unit: 'usd',
        params: {
          plan: 'Pro',
          currency: 'usd',
          trial_ends_at: '2026-05-30T00:13:20.000Z',
          cancels_at: null,
          stripe_customer: 'cus_1',
        },
        sums: { mrr: 40 },
      },
    ],
  });
});

Deno.test('Stripe: of events of one second the end is the last', () => {
  const [created, updated, deleted] = ['created', 'updated', 'deleted'].map((what) => {
    const read = event('stripe', stripe(`customer.subscription.${what}`, subscription));
    return (read as Event).at!;
  });
  assert(created! < updated! && updated! < deleted!);
});

Deno.test('Stripe: customers, checkouts and invoices tell who somebody is', () => {
  for (const [type, object] of [
    ['customer.created', { id: 'cus_1', email: 'Ada@Example.com', name: 'Ada' }],
    [
      'checkout.session.completed',
      {
        id: 'cs_1',
        mode: 'subscription',
        customer: { id: 'cus_1' },
        customer_details: { email: 'ada@example.com', name: 'Ada' },
        payment_status: 'paid',
      },
    ],
    [
      'invoice.paid',
      { customer: 'cus_1', customer_email: 'ada@example.com', customer_name: 'Ada' },
    ],
  ] as const) {
    const read = event('stripe', stripe(type, object)) as Event;
    assert.deepEqual(
      [read.external_id, read.email, read.name, read.status, read.subscriptions],
      ['cus_1', 'ada@example.com', 'Ada', undefined, undefined],
    );
  }
  assert.match(event('stripe', stripe('product.created', {})) as string, /isn’t about a customer/);
});

Deno.test('Stripe: a mapping changes what words and fields become, for its own part', () => {
  const mapping: Mapping = {
    statuses: { trialing: 'free' },
    params: { plan: 'tier', mrr: 'revenue', customer: null, 'metadata.team': 'team' },
  };
  const body = stripe('customer.subscription.created', subscription);
  const { status, params, sums } = (event('stripe', body, {}, mapping) as Event).subscriptions![0]!;
  assert.deepEqual(
    { status, params, sums },
    {
      status: 'free',
      sums: { revenue: 40 },
      params: {
        tier: 'Pro',
        currency: 'usd',
        trial_ends_at: '2026-05-30T00:13:20.000Z',
        cancels_at: null,
        team: 'blue',
      },
    },
  );
});

Deno.test('Paddle: a subscription by its customer, and the customer by email', () => {
  const paddle = (event_type: string, data: object) => ({
    ...{ event_id: 'evt_1', event_type, occurred_at: '2026-05-01T08:00:00.123456Z', data },
  });
  const item = {
    quantity: 3,
    price: {
      id: 'pri_1',
      name: 'Team',
      unit_price: { amount: '1000', currency_code: 'JPY' },
      billing_cycle: { interval: 'month', frequency: 1 },
    },
    product: { name: 'App' },
  };
  const object = {
    id: 'sub_1',
    customer_id: 'ctm_1',
    status: 'active',
    currency_code: 'JPY',
    items: [item],
    scheduled_change: { action: 'cancel', effective_at: '2026-06-01T00:00:00Z' },
    custom_data: { team: 'blue' },
  };
  const read = event('paddle', paddle('subscription.activated', object)) as Event;
  assert.equal(read.at, '2026-05-01T08:00:00.123456Z');
  assert.deepEqual(read.subscriptions![0], {
    id: 'sub_1',
    status: 'paid',
    unit: 'jpy',
    params: {
      plan: 'Team',
      currency: 'jpy',
      trial_ends_at: null,
      cancels_at: '2026-06-01T00:00:00Z',
      paddle_customer: 'ctm_1',
    },
    sums: { mrr: 3000 },
  });
  const customer = { id: 'ctm_1', email: 'ada@example.com', name: null };
  const known = event('paddle', paddle('customer.updated', customer)) as Event;
  assert.deepEqual([known.external_id, known.email], ['ctm_1', 'ada@example.com']);
  const once = { id: 'txn_1', customer_id: 'ctm_1', subscription_id: null };
  assert.equal((event('paddle', paddle('transaction.completed', once)) as Event).status, 'paid');
});

Deno.test('Lemon Squeezy: subscriptions, orders and payments', () => {
  const lemon = (event_name: string, type: string, attributes: object) => ({
    meta: { event_name, custom_data: { team: 'blue' } },
    data: {
      type,
      id: '7',
      attributes: {
        ...{ customer_id: 5, user_name: 'Ada', user_email: 'ada@example.com' },
        ...{ updated_at: '2026-05-01T08:00:00.000000Z' },
        ...attributes,
      },
    },
  });
  const read = event(
    'lemon_squeezy',
    lemon('subscription_updated', 'subscriptions', {
      ...{ product_name: 'App', variant_name: 'Pro', status: 'cancelled' },
      ...{ trial_ends_at: null, ends_at: '2026-06-01T00:00:00.000000Z' },
    }),
  ) as Event;
  assert.deepEqual(
    [read.email, read.external_id, read.subscriptions![0]!.status, read.subscriptions![0]!.params],
    [
      'ada@example.com',
      '5',
      'paid',
      { plan: 'Pro', trial_ends_at: null, cancels_at: '2026-06-01T00:00:00.000000Z' },
    ],
  );
  const order = { status: 'paid', total: 4900, currency: 'USD', first_order_item: null };
  const paid = event('lemon_squeezy', lemon('order_created', 'orders', order)) as Event;
  assert.deepEqual([paid.status, paid.params!.last_payment], ['paid', 49]);
  const free = { ...order, total: 0 };
  const trial = event('lemon_squeezy', lemon('order_created', 'orders', free)) as Event;
  assert.deepEqual([trial.status, trial.params], [undefined, {}]);
  const other = lemon('license_key_created', 'license-keys', {});
  assert.match(event('lemon_squeezy', other) as string, /License keys aren’t used/);
});

Deno.test('WooCommerce: orders of customers and guests, subscriptions, and its greeting', () => {
  const topic = (name: string) => ({
    ...{ 'x-wc-webhook-topic': name, 'x-wc-webhook-delivery-id': 'd1' },
  });
  const order = {
    id: 3,
    status: 'processing',
    currency: 'EUR',
    total: '19.90',
    customer_id: 0,
    billing: { email: 'ada@example.com', first_name: 'Ada', last_name: 'L', country: 'DE' },
    line_items: [{ name: 'Mug' }, { name: 'Pen' }],
    date_created_gmt: '2026-05-01T08:00:00',
    date_modified_gmt: '2026-05-01T09:00:00',
  };
  const { event_id, ...first } = event('woocommerce', order, topic('order.created')) as Event;
  const second = event('woocommerce', { ...order, id: 4 }, topic('order.created')) as Event;
  assert.match(event_id, /^d1 /);
  assert.notEqual(event_id, second.event_id, 'orders of one second have one delivery id');
  assert.deepEqual(first, {
    event_type: 'order.created',
    at: '2026-05-01T09:00:00Z',
    email: 'ada@example.com',
    name: 'Ada L',
    seen_at: '2026-05-01T08:00:00Z',
    status: 'paid',
    purchase: '3',
    yields: ['currency'],
    params_at: '2026-05-01T08:00:00Z',
    params: {
      currency: 'eur',
      last_order_at: '2026-05-01T08:00:00Z',
      last_order_total: 19.9,
      products: 'Mug, Pen',
      country: 'DE',
    },
  });
  const failed = { ...order, status: 'failed' };
  const read = event('woocommerce', failed, topic('order.updated')) as Event;
  assert.deepEqual([read.status, read.params], [null, { country: 'DE' }]);

  const yearly = { billing_period: 'year', billing_interval: '1', customer_id: 9 };
  const running = { ...order, ...yearly, status: 'active', total: '120.00' };
  const { external_id, subscriptions } = event(
    ...(['woocommerce', running, topic('subscription.updated')] as const),
  ) as Event;
  assert.deepEqual(
    [external_id, subscriptions![0]!.status, subscriptions![0]!.sums],
    ['9', 'paid', { mrr: 10 }],
  );
  assert.match(event('woocommerce', 'webhook_id=5') as string, /whether somebody is here/);
});

Deno.test('Clerk: the primary address, sign-ins as activity, deletion as churn', () => {
  const clerk = (type: string, data: object) => ({ type, timestamp: 1_780_000_000_000, data });
  const user = {
    id: 'user_1',
    email_addresses: [
      { id: 'a', email_address: 'old@example.com' },
      { id: 'b', email_address: 'ada@example.com' },
    ],
    primary_email_address_id: 'b',
    first_name: 'Ada',
    last_name: null,
    created_at: 1_770_000_000_000,
    updated_at: 1_780_000_000_000,
    last_sign_in_at: 1_775_000_000_000,
    public_metadata: { plan: 'pro', roles: ['a'] },
  };
  const mapping: Mapping = {
    params: { 'public_metadata.plan': 'plan', 'public_metadata.roles': 'r' },
  };
  const read = event(
    'clerk',
    clerk('user.updated', user),
    { 'svix-id': 'msg_1' },
    mapping,
  ) as Event;
  assert.deepEqual(
    [read.event_id, read.email, read.name, read.seen_at, read.params],
    ['msg_1', 'ada@example.com', 'Ada', '2026-03-31T23:33:20.000Z', { plan: 'pro' }],
  );
  const gone = event('clerk', clerk('user.deleted', { id: 'user_1', deleted: true })) as Event;
  assert.deepEqual([gone.external_id, gone.status], ['user_1', 'churned']);
});

Deno.test('Supabase: a row of auth.users, and no other table', () => {
  const row = {
    id: '5f0c6a4e-6a0e-4c39-9d55-1f6a3a1f0b11',
    email: 'ada@example.com',
    created_at: '2026-05-01T08:00:00.123456+00:00',
    updated_at: '2026-05-02T08:00:00.123456+00:00',
    last_sign_in_at: '2026-05-02T08:00:00+00:00',
    raw_user_meta_data: { full_name: 'Ada' },
    raw_app_meta_data: { provider: 'github' },
  };
  const change = { type: 'UPDATE', schema: 'auth', table: 'users', record: row, old_record: null };
  const read = event('supabase', change, {}, { params: { provider: 'provider' } }) as Event;
  assert.deepEqual(
    [read.email, read.name, read.at, read.seen_at, read.params],
    [
      'ada@example.com',
      'Ada',
      '2026-05-02T08:00:00.123456Z',
      '2026-05-02T08:00:00Z',
      { provider: 'github' },
    ],
  );
  const deleted = { ...change, type: 'DELETE', record: null, old_record: row };
  assert.equal((event('supabase', deleted) as Event).status, 'churned');
  const silent = { ...change, record: { ...row, raw_app_meta_data: { provider: 'email' } } };
  assert.notEqual(
    (event('supabase', silent) as Event).event_id,
    read.event_id,
    'SQL changes rows too',
  );
  assert.match(event('supabase', { ...change, schema: 'public' }) as string, /auth\.users/);
});

Deno.test(
  'Supabase: who is deleted and kept has churned, whatever is in the place of the email',
  () => {
    const row = { id: 'u1', email: 'ada@example.com', updated_at: '2026-05-01T08:00:00Z' };
    const kept = { ...row, email: 'k3Jx0b1cZr8p', deleted_at: '2026-06-01T08:00:00+00:00' };
    const change = {
      type: 'UPDATE',
      schema: 'auth',
      table: 'users',
      record: kept,
      old_record: row,
    };
    const erased = { ...change, type: 'DELETE', record: null, old_record: kept };
    for (const [body, email] of [
      [change, 'ada@example.com'],
      [{ ...change, old_record: kept }, undefined],
      [erased, undefined],
    ] as const) {
      const read = event('supabase', body) as Event;
      assert.deepEqual(
        [read.external_id, read.email, read.status, read.at],
        ['u1', email, 'churned', '2026-06-01T08:00:00Z'],
      );
    }
  },
);

Deno.test('Lemon Squeezy: two changes of one second are two events', () => {
  const change = (status: string) => ({
    meta: { event_name: 'subscription_updated' },
    data: {
      type: 'subscriptions',
      id: '7',
      attributes: {
        ...{ customer_id: 5, user_email: 'ada@example.com', status },
        updated_at: '2026-05-01T08:00:00.000000Z',
      },
    },
  });
  const [first, again, second] = ['active', 'active', 'paused'].map(
    (status) => (event('lemon_squeezy', change(status)) as Event).event_id,
  );
  assert.equal(first, again);
  assert.notEqual(first, second);
});

Deno.test('a kind of event that is not known leaves its name behind', () => {
  for (const [name, body, headers] of [
    ['stripe', stripe('ada@example.com', {}), {}],
    ['supabase', { type: 'INSERT', schema: 'ada', table: 'b', record: {}, old_record: null }, {}],
    ['woocommerce', {}, { 'x-wc-webhook-topic': 'action.ada' }],
  ] as const) {
    const service: Service = SERVICES[name];
    const read = service.read(delivery(body, headers)) as Ignored;
    assert.equal(ignore(read, service).event_type, 'other');
  }
  const known = { eventId: 'e', type: 'invoice.paid', ignored: 'No customer email.' };
  assert.equal(ignore(known, SERVICES.stripe).event_type, 'invoice.paid');
});

Deno.test(
  'Supabase Auth: a sign-up is answered with nothing to object, a token with its claims',
  () => {
    const signUp = {
      metadata: { time: '2026-05-01T08:00:00Z', name: 'before-user-created' },
      user: {
        id: 'u1',
        email: 'ada@example.com',
        app_metadata: {},
        user_metadata: { name: 'Ada' },
      },
    };
    const read = event('supabase_auth', signUp) as Event;
    assert.deepEqual(
      [read.email, read.name, read.seen_at],
      ['ada@example.com', 'Ada', '2026-05-01T08:00:00Z'],
    );
    const { answer } = SERVICES.supabase_auth;
    assert.deepEqual(answer!(JSON.stringify(signUp)), {});
    const token = { user_id: 'u1', claims: { email: 'ada@example.com', role: 'authenticated' } };
    assert.deepEqual(answer!(JSON.stringify(token)), { claims: token.claims });
  },
);

Deno.test('what no database takes is cleaned or refused, never a fault', () => {
  const object = {
    id: 'cus_1',
    email: 'ada@example.com',
    name: ' A\u0000d\u202ea \ud800',
    metadata: { a: 'x\u0000y' },
  };
  const mapping: Mapping = { params: { 'metadata.a': 'a' } };
  const read = event('stripe', stripe('customer.created', object), {}, mapping) as Event;
  assert.deepEqual([read.name, read.params!.a], ['Ad a \ufffd', 'xy']);
  const wrong = event('stripe', stripe('customer.created', { ...object, email: 'no' })) as Event;
  assert.equal(wrong.outcome, 'refused');
  assert.throws(() => event('stripe', { id: 'evt_1' }), /ZodError|invalid/i);
  // Postgres has no word for these years as JavaScript writes them.
  for (const created of [8e11, -7e10]) {
    const late = { ...stripe('customer.created', object), created };
    assert.throws(() => event('stripe', late), RangeError);
  }
});
