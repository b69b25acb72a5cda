import { createHmac } from 'node:crypto';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, createProject, post, signUp, type Founder } from '../founder.ts';
import { stack } from '../stack.ts';

const SECRET = 'whsec_0123456789abcdef';
const stripe = new Stripe('sk_test_1');
const sql = connect(stack().dbUrl);
let founder: Founder;
let projectId: string;
let apiKey: string;
let receiverId: string;

beforeAll(async () => {
  founder = await signUp('receiver');
  ({ id: projectId, apiKey } = await createProject(founder, 'Inkwell'));
  receiverId = await makeReceiver('stripe', SECRET);
});
afterAll(() => sql.end());

async function makeReceiver(service: string, secret: string): Promise<string> {
  const { data } = await founder.client
    .rpc('create_receiver', { project_id: projectId, service, secret })
    .throwOnError();
  return data[0]!.id;
}

async function deliver(path: string, text: string, headers: Record<string, string>) {
  const response = await fetch(`${stack().apiUrl}/functions/v1/receive/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Delivers an event as Stripe does: signed by Stripe's own library. */
function tell(id: string, created: number, type: string, object: object, secret = SECRET) {
  const payload = JSON.stringify({ id, object: 'event', type, created, data: { object } });
  const signature = stripe.webhooks.generateTestHeaderString({ payload, secret });
  return deliver(`stripe/${receiverId}`, payload, { 'stripe-signature': signature });
}

const subscription = (status: string, customer: string, amount = 2900) => ({
  id: `sub_${customer}`,
  customer,
  status,
  items: {
    data: [
      {
        quantity: 1,
        price: {
          ...{ id: 'price_1', nickname: 'Pro', product: 'prod_1', currency: 'usd' },
          ...{ unit_amount: amount, recurring: { interval: 'month', interval_count: 1 } },
        },
      },
    ],
  },
});

const customerProject = async (email: string) => {
  const [row] = await sql`
    select cp.status, cp.params from public.customer_projects cp
    join public.customers c on c.account_id = cp.account_id and c.id = cp.customer_id
    where c.account_id = ${founder.accountId} and c.email = ${email}`;
  return row;
};

test('a subscription that comes before its customer waits for the email', async () => {
  const first = await tell(
    'evt_1',
    1_750_000_010,
    'customer.subscription.created',
    subscription('active', 'cus_1'),
  );
  expect(first).toMatchObject({ status: 200, body: { outcome: 'waiting' } });
  const second = await tell('evt_2', 1_750_000_000, 'customer.created', {
    id: 'cus_1',
    email: 'Ada@Example.com',
    name: 'Ada',
  });
  expect(second).toMatchObject({ status: 200, body: { outcome: 'created' } });
  expect(await customerProject('ada@example.com')).toMatchObject({
    status: 'paid',
    params: { plan: 'Pro', mrr: 29, currency: 'usd', stripe_customer: 'cus_1' },
  });
});

test('the person is one with whom the SDK knows, and the newer word counts', async () => {
  await post('/identify', apiKey, {
    email: 'ada@example.com',
    status: 'churned',
    timestamp: '2025-01-01T00:00:00Z',
  });
  expect((await customerProject('ada@example.com'))!.status).toBe('paid');
  await post('/identify', apiKey, {
    email: 'ada@example.com',
    status: 'free',
    params: { seats: 2 },
  });
  const late = await tell(
    'evt_3',
    1_750_000_020,
    'customer.subscription.updated',
    subscription('past_due', 'cus_1'),
  );
  expect(late.status).toBe(200);
  expect(await customerProject('ada@example.com')).toMatchObject({
    status: 'free',
    params: { seats: 2, mrr: 29 },
  });
});

test('events in any order, repeated and at once, end as they happened', async () => {
  await tell('evt_10', 1_760_000_000, 'customer.created', { id: 'cus_2', email: 'bo@example.com' });
  const events = ['incomplete', 'trialing', 'active', 'past_due', 'active', 'canceled'].map(
    (status, i) =>
      [
        'evt_1' + (i + 1),
        1_760_000_100 + i,
        'customer.subscription.updated',
        subscription(status, 'cus_2', 1000 + i),
      ] as const,
  );
  const shuffled = [...events, ...events, ...events]
    .sort((a, b) => (a[0] + a[1]).localeCompare(b[0] + b[1]))
    .reverse();
  const answers = await Promise.all(shuffled.map((event) => tell(...event)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(answers.filter(({ body }) => body.outcome === 'repeated')).toHaveLength(12);
  expect(await customerProject('bo@example.com')).toMatchObject({
    status: 'churned',
    params: { mrr: 0 },
  });
});

test('a delivery that is not signed with this secret is refused and noted, not believed', async () => {
  const wrong = await tell(
    'evt_30',
    1_760_000_900,
    'customer.created',
    { id: 'cus_3', email: 'eve@example.com' },
    'whsec_other',
  );
  expect(wrong).toMatchObject({ status: 401, body: { code: 'invalid_signature' } });
  const unsigned = await deliver(`stripe/${receiverId}`, '{}', {});
  expect(unsigned).toMatchObject({ status: 401, body: { code: 'invalid_signature' } });
  expect(await customerProject('eve@example.com')).toBeUndefined();
  const { data } = await founder.client
    .from('receiver_deliveries')
    .select('outcome, detail')
    .eq('receiver_id', receiverId)
    .order('id', { ascending: false })
    .limit(2)
    .throwOnError();
  expect(data.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
  expect(data[0]!.detail).toMatch(/stripe-signature header is missing/);
});

test('a mapping counts from the next delivery on', async () => {
  const mapping = { statuses: { past_due: 'churned' }, params: { plan: 'tier', mrr: null } };
  await founder.client
    .rpc('set_receiver_mapping', { receiver_id: receiverId, mapping })
    .throwOnError();
  await tell('evt_40', 1_760_001_000, 'customer.created', { id: 'cus_4', email: 'cy@example.com' });
  await tell(
    'evt_41',
    1_760_001_001,
    'customer.subscription.created',
    subscription('past_due', 'cus_4'),
  );
  expect(await customerProject('cy@example.com')).toEqual({
    status: 'churned',
    params: { tier: 'Pro', currency: 'usd', stripe_customer: 'cus_4' },
  });
});

test('what is not a delivery is refused with what to do', async () => {
  const nowhere = `stripe/00000000-0000-4000-8000-000000000000`;
  expect(await deliver(nowhere, '{}', {})).toMatchObject({
    status: 404,
    body: { code: 'not_found' },
  });
  expect(await deliver(`paddle/${receiverId}`, '{}', {})).toMatchObject({ status: 404 });
  expect(await deliver('fax/1', '{}', {})).toMatchObject({ status: 404 });
  const large = await deliver(`stripe/${receiverId}`, 'x'.repeat(1024 * 1024 + 1), {});
  expect(large).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
  const get = await fetch(`${stack().apiUrl}/functions/v1/receive/stripe/${receiverId}`);
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
});

test('WooCommerce is answered when it asks whether somebody is here, and its orders are read', async () => {
  const secret = 'a shared secret';
  const id = await makeReceiver('woocommerce', secret);
  const greeting = await deliver(`woocommerce/${id}`, 'webhook_id=7', {
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect(greeting).toMatchObject({ status: 200, body: { outcome: 'ignored' } });
  const order = JSON.stringify({
    ...{
      id: 1,
      status: 'completed',
      currency: 'EUR',
      total: '12.50',
      date_modified_gmt: '2026-05-01T09:00:00',
    },
    billing: { email: 'dot@example.com', first_name: 'Dot', last_name: '', country: 'DE' },
  });
  const answer = await deliver(`woocommerce/${id}`, order, {
    'x-wc-webhook-topic': 'order.created',
    'x-wc-webhook-delivery-id': 'd1',
    'x-wc-webhook-signature': createHmac('sha256', secret).update(order).digest('base64'),
  });
  expect(answer).toMatchObject({ status: 200, body: { outcome: 'created' } });
  expect(await customerProject('dot@example.com')).toMatchObject({
    status: 'paid',
    params: { last_order_total: 12.5 },
  });
});

test('the Auth hook stops no sign-up: of an archived project, of a receiver that was removed, or large', async () => {
  const key = 'a key of 24 bytes or so!';
  const hooked = await createProject(founder, 'Hooked');
  const secret = `v1,whsec_${Buffer.from(key).toString('base64')}`;
  const { data } = await founder.client
    .rpc('create_receiver', { project_id: hooked.id, service: 'supabase_auth', secret })
    .throwOnError();
  const id = data[0]!.id;
  const signUpOf = (email: string, more = '') => {
    const text = JSON.stringify({ user: { id: email, email, more } });
    const time = Math.floor(Date.now() / 1000);
    const name = `msg_${email}`;
    const mac = createHmac('sha256', key).update(`${name}.${time}.${text}`).digest('base64');
    return deliver(`supabase_auth/${id}`, text, {
      'webhook-id': name,
      'webhook-timestamp': String(time),
      'webhook-signature': `v1,${mac}`,
    });
  };
  const yes = { status: 200, body: {} };
  expect(await signUpOf('one@hook.example')).toEqual(yes);
  expect(await customerProject('one@hook.example')).toMatchObject({ status: 'free' });
  expect(await signUpOf('large@hook.example', 'x'.repeat(1024 * 1024))).toEqual(yes);
  await founder.client.rpc('archive_project', { project_id: hooked.id }).throwOnError();
  expect(await signUpOf('two@hook.example')).toEqual(yes);
  expect(await customerProject('two@hook.example')).toBeUndefined();
  await founder.client.rpc('delete_receiver', { receiver_id: id }).throwOnError();
  expect(await signUpOf('three@hook.example')).toEqual(yes);
});

test('WooCommerce’s unsigned greeting takes no id away and pushes nothing out', async () => {
  const secret = 'a shared secret';
  const { id: projectId } = await createProject(founder, 'Greeted');
  const { data } = await founder.client
    .rpc('create_receiver', { project_id: projectId, service: 'woocommerce', secret })
    .throwOnError();
  const path = `woocommerce/${data[0]!.id}`;
  const topic = { 'x-wc-webhook-topic': 'order.created', 'x-wc-webhook-delivery-id': 'd9' };
  for (let i = 0; i < 60; i++) await deliver(path, 'webhook_id=7', topic);
  const order = JSON.stringify({
    ...{ id: 1, status: 'completed', currency: 'EUR', total: '12.50', customer_id: 0 },
    ...{ date_created_gmt: '2026-05-01T09:00:00', billing: { email: 'greeted@example.com' } },
  });
  const signature = createHmac('sha256', secret).update(order).digest('base64');
  const answer = await deliver(path, order, { ...topic, 'x-wc-webhook-signature': signature });
  expect(answer).toMatchObject({ status: 200, body: { outcome: 'created' } });
  const { data: deliveries } = await founder.client
    .from('receiver_deliveries')
    .select('outcome, times')
    .eq('receiver_id', data[0]!.id)
    .order('id')
    .throwOnError();
  expect(deliveries).toEqual([
    { outcome: 'ignored', times: 60 },
    { outcome: 'created', times: 1 },
  ]);
});

test('a receiver that was removed takes nothing more', async () => {
  await founder.client.rpc('delete_receiver', { receiver_id: receiverId }).throwOnError();
  const answer = await tell('evt_50', 1_760_002_000, 'customer.created', {
    id: 'cus_5',
    email: 'late@example.com',
  });
  expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(await customerProject('late@example.com')).toBeUndefined();
});
