import { afterEach, expect, test } from 'vitest';
import { openWooCommerce } from '../src/sources/woocommerce.ts';
import { collect } from './collect.fixture.ts';
import { serve, type Reply } from './http-server.fixture.ts';

// A stand-in with the shapes of https://woocommerce.github.io/woocommerce-rest-api-docs/ (v3).

const env = { WOOCOMMERCE_KEY: 'ck_test', WOOCOMMERCE_SECRET: 'cs_test' };
let close = async () => {};
afterEach(() => close());

function order(id: number, email: string, more: object = {}) {
  return {
    ...{
      id,
      number: String(id),
      status: 'completed',
      currency: 'EUR',
      total: '20.00',
      customer_id: 0,
    },
    date_created_gmt: `2024-03-${String((id % 28) + 1).padStart(2, '0')}T10:00:00`,
    billing: { first_name: 'Ana', last_name: 'Lima', country: 'PT', email, phone: '' },
    line_items: [{ id: 1, name: 'Poster', product_id: 7, quantity: 1, total: '20.00' }],
    refunds: [],
    ...more,
  };
}

function customer(id: number, email: string) {
  return {
    ...{ id, email, first_name: 'Bo', last_name: 'Berg', username: `user${id}`, role: 'customer' },
    date_created_gmt: '2024-01-05T09:00:00',
    is_paying_customer: false,
    billing: { first_name: 'Bo', last_name: 'Berg', country: '', email },
  };
}

/** A shop with these orders and customers, which answers some requests with something else first. */
async function shop(orders: object[], customers: object[], ...first: Reply[]) {
  const server = await serve((url, request) => {
    const early = first.shift();
    if (early) return early;
    const login = Buffer.from('ck_test:cs_test').toString('base64');
    if (request.headers.authorization !== `Basic ${login}`) {
      return {
        status: 401,
        body: {
          code: 'woocommerce_rest_cannot_view',
          message: 'Sorry, you cannot list resources.',
        },
      };
    }
    const all = url.pathname === '/wp-json/wc/v3/orders' ? orders : customers;
    const size = Number(url.searchParams.get('per_page'));
    const page = Number(url.searchParams.get('page'));
    return {
      body: all.slice((page - 1) * size, page * size),
      headers: {
        'x-wp-total': String(all.length),
        'x-wp-totalpages': String(Math.ceil(all.length / size)),
      },
    };
  });
  close = server.close;
  return server;
}

const noWait = async () => {};

test('orders and customers become one customer each, with what they bought', async () => {
  const { url, asked } = await shop(
    [
      order(1, 'Guest@Example.com'),
      order(2, 'guest@example.com', {
        total: '30.50',
        refunds: [{ id: 9, reason: '', total: '-10.50' }],
        line_items: [{ id: 2, name: 'Frame', product_id: 8, quantity: 2, total: '30.50' }],
      }),
      order(3, 'guest@example.com', { status: 'cancelled', total: '999.00' }),
      order(4, 'back@example.com', {
        status: 'refunded',
        refunds: [{ id: 1, reason: '', total: '-20.00' }],
      }),
      order(5, 'never@example.com', { status: 'failed' }),
    ],
    [customer(1, 'looker@example.com'), customer(2, 'back@example.com')],
  );
  const { sent } = await collect(openWooCommerce(url, env));
  expect(sent).toEqual([
    {
      ...{ email: 'looker@example.com', name: 'Bo Berg', status: 'free' },
      ...{
        params: { orders: 0, total: 0 },
        created_at: '2024-01-05T09:00:00Z',
        seen_at: '2024-01-05T09:00:00Z',
      },
    },
    {
      ...{ email: 'back@example.com', name: 'Bo Berg', status: 'churned' },
      params: { orders: 0, total: 0, currency: 'eur', country: 'PT' },
      created_at: '2024-01-05T09:00:00Z',
      seen_at: '2024-03-05T10:00:00Z',
    },
    {
      ...{ email: 'guest@example.com', name: 'Ana Lima', status: 'paid' },
      params: {
        ...{ orders: 2, total: 40, currency: 'eur', country: 'PT', products: ['Poster', 'Frame'] },
        last_order_at: '2024-03-03T10:00:00Z',
      },
      created_at: '2024-03-02T10:00:00Z',
      seen_at: '2024-03-03T10:00:00Z',
    },
  ]);
  expect(asked[0]).toContain('order=asc');
});

test('an order without what an extension took away is imported all the same', async () => {
  const { refunds: _, ...whole } = order(1, 'ann@woo.example');
  const bare = {
    ...{ id: 2, status: 'completed', currency: 'KWD', total: '1.235', date_created_gmt: null },
    billing: { email: 'bo@woo.example' },
  };
  const { url } = await shop([whole, bare], [{ id: 1, email: 'cy@woo.example' }]);
  const { sent } = await collect(openWooCommerce(url, env));
  expect(sent).toMatchObject([
    { email: 'cy@woo.example', status: 'free' },
    { email: 'ann@woo.example', status: 'paid', params: { total: 20 } },
    { email: 'bo@woo.example', status: 'paid', params: { total: 1.235, currency: 'kwd' } },
  ]);
});

test('all pages are read, and a shop that asks for time is given it', async () => {
  const orders = Array.from({ length: 250 }, (_, n) => order(n, `p${n}@example.com`));
  const slow = { status: 429, body: { message: 'Slow down' }, headers: { 'retry-after': '1' } };
  const { url, asked } = await shop(orders, [], slow, { status: 502, body: '<html>' });
  const { created } = await collect(openWooCommerce(url, env, noWait));
  expect(created).toBe(250);
  expect(asked.filter((path) => path.includes('/orders'))).toHaveLength(5);
});

test.each([
  [
    'a key that is not valid',
    { status: 401, body: { message: 'Consumer key is invalid.' } },
    'WooCommerce: Consumer key is invalid.',
  ],
  ['an address without the REST API', { status: 404, body: '<html>' }, 'Turn on permalinks'],
])('%s ends the import in words that help', async (_, reply, message) => {
  const { url } = await shop([], [], reply);
  await expect(collect(openWooCommerce(url, env, noWait))).rejects.toThrow(message);
});

test('a shop that stays away is given up', async () => {
  const { url, close } = await shop([], []);
  await close();
  await expect(collect(openWooCommerce(url, env, noWait))).rejects.toThrow(
    'WooCommerce cannot be reached',
  );
});

test.each([
  ['no address', '', env, 'Add the shop’s address'],
  ['no https', 'http://shop.example', env, 'The shop’s address must start with https'],
  ['no keys', 'https://shop.example', {}, 'Set WOOCOMMERCE_KEY'],
])('with %s it says what is missing', (_, address, environment, message) => {
  expect(() => openWooCommerce(address, environment)).toThrow(message);
});
