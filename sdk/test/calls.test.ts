import { TinyCRM } from 'tinycrm-sdk';
import { afterEach, expect, test } from 'vitest';
import { serve } from './server.ts';

const key = 'tcrm_proj_test';

afterEach(() => {
  delete process.env.TINYCRM_URL;
  delete process.env.TINYCRM_REGION;
});

test('identify posts the customer with the key, and nothing but what TinyCRM knows', async () => {
  await using api = await serve();
  const crm = new TinyCRM({ apiKey: key, baseUrl: api.url });
  const user = {
    email: 'alex@example.com',
    name: 'Alex',
    status: 'paid' as const,
    params: { plan: 'pro', seats: null },
    passwordHash: 'secret',
  };
  await expect(crm.identify(user)).resolves.toBeUndefined();
  expect(api.received).toMatchObject([
    {
      method: 'POST',
      path: '/identify',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    },
  ]);
  expect(api.received[0]!.body).toEqual({
    age: expect.any(Number),
    email: 'alex@example.com',
    name: 'Alex',
    status: 'paid',
    params: { plan: 'pro', seats: null },
  });
});

test('ping posts the email', async () => {
  await using api = await serve();
  await new TinyCRM({ apiKey: key, baseUrl: api.url }).ping('alex@example.com');
  expect(api.received).toMatchObject([{ path: '/ping', body: { email: 'alex@example.com' } }]);
  expect(Object.keys(api.received[0]!.body)).toEqual(['age', 'email']);
});

test('a key alone goes to the address in TINYCRM_URL, with or without a slash at its end', async () => {
  await using api = await serve();
  process.env.TINYCRM_URL = `${api.url}/v1/`;
  await new TinyCRM(key).ping('alex@example.com');
  process.env.TINYCRM_URL = `${api.url}/v1`;
  await new TinyCRM(key).ping('alex@example.com');
  expect(api.received.map(({ path }) => path)).toEqual(['/v1/ping', '/v1/ping']);
});

test('baseUrl wins over TINYCRM_URL, and without both it is the hosted API', async () => {
  await using api = await serve();
  process.env.TINYCRM_URL = 'http://127.0.0.1:9/other';
  await new TinyCRM({ apiKey: key, baseUrl: api.url }).ping('alex@example.com');
  expect(api.received).toHaveLength(1);

  delete process.env.TINYCRM_URL;
  const urls: string[] = [];
  const crm = new TinyCRM({
    apiKey: key,
    fetch: async (url) => {
      urls.push(url);
      return Response.json({});
    },
  });
  await crm.ping('alex@example.com');
  expect(urls).toEqual(['https://app.tinycrm.dev/v1/ping']);
});

test('a region asks Supabase to run the function there, and without one nothing asks', async () => {
  await using api = await serve();
  const options = { apiKey: key, baseUrl: api.url };
  await new TinyCRM(options).ping('alex@example.com');
  process.env.TINYCRM_REGION = 'us-east-1';
  await new TinyCRM(options).ping('alex@example.com');
  await new TinyCRM({ ...options, region: 'eu-central-1' }).ping('alex@example.com');
  expect(api.received.map(({ headers }) => headers['x-region'])).toEqual([
    undefined,
    'us-east-1',
    'eu-central-1',
  ]);
});

test('The arguments are those of the moment of the call', async () => {
  await using api = await serve();
  const crm = new TinyCRM({ apiKey: key, baseUrl: api.url });
  const params = { plan: 'pro' };
  const call = crm.identify({ email: 'alex@example.com', params });
  params.plan = 'changed later';
  await call;
  expect(api.received[0]!.body.params).toEqual({ plan: 'pro' });
});
