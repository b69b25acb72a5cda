import { inspect } from 'node:util';
import { TinyCRM, type TinyCRMError } from 'tinycrm-sdk';
import { afterEach, expect, test, vi } from 'vitest';
import { client, failure, key, scripted, waits } from './client.ts';
import { failing, json, serve } from './server.ts';

afterEach(() => vi.restoreAllMocks());

test.each([
  undefined,
  null,
  '',
  {},
  { apiKey: undefined },
  { apiKey: '' },
  7,
  'sk_live_1',
  `${key}\n`,
])('The constructor never throws, and without a key each call fails: %j', async (options) => {
  const { fetch, urls } = scripted();
  vi.stubGlobal('fetch', fetch);
  const crm = new TinyCRM(options as never);
  for (const call of [
    crm.identify({ email: 'alex@example.com' }),
    crm.ping('alex@example.com'),
    crm.identifyMany([{ email: 'alex@example.com' }]),
  ]) {
    expect(await failure(call)).toMatchObject({ code: 'missing_api_key' });
  }
  expect(urls).toEqual([]);
  vi.unstubAllGlobals();
});

test('a strange baseUrl fails the calls, not the constructor', async () => {
  waits();
  expect(
    await failure(new TinyCRM({ apiKey: key, baseUrl: 'nowhere' }).ping('alex@example.com')),
  ).toMatchObject({ code: 'network_error', cause: expect.any(TypeError) });
  await using api = await serve();
  await client(api, { baseUrl: new URL(api.url) as never }).ping('alex@example.com');
  expect(api.received).toHaveLength(1);
});

test('The methods work on their own', async () => {
  await using api = await serve();
  const { identify, ping, identifyMany, flush } = client(api);
  await identify({ email: 'alex@example.com' });
  await ping('alex@example.com');
  await identifyMany([{ email: 'alex@example.com' }]);
  await flush();
  expect(api.received.map(({ path }) => path)).toEqual(['/identify', '/ping', '/batch']);
});

test('The key is in no property, no error and no log', async () => {
  waits();
  const gone = await serve();
  await gone[Symbol.asyncDispose]();
  await using api = await serve((response) => json(response, 401, { code: 'unauthorized' }));
  const secret = 'tcrm_proj_secret';
  const told: unknown[] = [];
  const options = { apiKey: secret, onError: (error: TinyCRMError) => told.push(error) };
  const crm = client(api, options);
  told.push(
    crm,
    await failure(crm.ping('alex@example.com')),
    await failure(client(gone, options).ping('alex@example.com')),
    await failure(client(api, { apiKey: `${secret}\u2026` }).ping('alex@example.com')),
    await failure(client(api, { apiKey: `${secret}\r\nx: y` }).ping('alex@example.com')),
  );
  expect(told).toHaveLength(7);
  for (const thing of told) {
    expect(inspect(thing, { depth: 9, showHidden: true, getters: true })).not.toContain('secret');
    expect(JSON.stringify(thing)).not.toContain('secret');
    expect(String((thing as Error).stack)).not.toContain('secret');
  }
});

test('onError gets every failed call, awaited or not', async () => {
  await using api = await serve(failing(Infinity, 422));
  const onError = vi.fn();
  const crm = client(api, { onError });
  crm.ping('alex@example.com');
  const error = await failure(crm.identify({ email: 'alex@example.com' }));
  await crm.flush();
  expect(onError).toHaveBeenCalledTimes(2);
  expect(onError).toHaveBeenCalledWith(error);
});

test('waitUntil gets a promise per call that never rejects', async () => {
  await using api = await serve(failing(1, 422));
  const given: Promise<unknown>[] = [];
  const crm = client(api, { waitUntil: (promise) => given.push(promise) });
  const call = crm.ping('alex@example.com');
  expect(given).toHaveLength(1);
  await failure(call);
  await crm.ping('alex@example.com');
  await expect(Promise.all(given)).resolves.toHaveLength(2);
});

test('a waitUntil that throws does not fail the call', async () => {
  await using api = await serve();
  const crm = client(api, {
    waitUntil: () => {
      throw new TypeError('Illegal invocation');
    },
  });
  await crm.ping('alex@example.com');
  expect(api.received).toHaveLength(1);
});

test('fetch is looked up at each call and called without a this', async () => {
  const crm = new TinyCRM(key);
  const receivers: unknown[] = [];
  vi.stubGlobal('fetch', async function (this: unknown) {
    receivers.push(this);
    return Response.json({});
  });
  await crm.ping('alex@example.com');
  vi.unstubAllGlobals();
  expect(receivers).toEqual([undefined]);
});

test('A custom fetch is used, and whatever it does ends in a TinyCRMError', async () => {
  waits();
  const told = scripted(() => Response.json({}));
  await client({ url: 'http://crm.test/v1' }, told).ping('alex@example.com');
  expect(told.urls).toEqual(['http://crm.test/v1/ping']);

  const broken = [
    () => undefined,
    () => ({}),
    () => {
      throw new Error('no network here');
    },
  ];
  for (const fetch of broken) {
    const crm = client({ url: 'http://crm.test' }, { fetch: fetch as never });
    expect(await failure(crm.ping('alex@example.com'))).toMatchObject({ name: 'TinyCRMError' });
  }
});

test('enabled: false sends nothing, not even without a key', async () => {
  const { fetch, urls } = scripted(() => Response.json({}));
  const crm = new TinyCRM({ enabled: false, fetch });
  await crm.identify({ email: 'alex@example.com' });
  await crm.ping('alex@example.com');
  await crm.identifyMany([{ email: 'alex@example.com' }]);
  expect(urls).toEqual([]);
});

test('flush waits for every call made so far and never rejects', async () => {
  await using api = await serve(async (response, { path }) => {
    if (path === '/identify') await new Promise((resolve) => setTimeout(resolve, 100));
    json(response, path === '/ping' ? 422 : 200, {});
  });
  const crm = client(api);
  await expect(crm.flush()).resolves.toBeUndefined();
  const settled: string[] = [];
  const mark = (name: string) => () => settled.push(name);
  crm.identify({ email: 'alex@example.com' }).then(mark('identify'));
  crm.ping('alex@example.com').catch(mark('ping'));
  await expect(crm.flush()).resolves.toBeUndefined();
  expect(settled.sort()).toEqual(['identify', 'ping']);
});
