import { TinyCRM as Client, TinyCRMError, type Options } from 'tinycrm-sdk';
import { TinyCRM, type BatchingOptions } from 'tinycrm-sdk/batching';
import { afterEach, expect, test, vi } from 'vitest';
import { failure, key, waits } from './client.ts';
import { failing, json, serve, type Answer } from './server.ts';

afterEach(() => vi.restoreAllMocks());

/** A client whose calls wait for flush, unless it is told otherwise. */
const batching = (api: { url: string }, options: BatchingOptions = {}) =>
  new TinyCRM({ apiKey: key, baseUrl: api.url, flushInterval: 3_600_000, ...options });

/** Answers as the API does, refusing each email that has no "@". */
const api: Answer = (response, { path, body }) => {
  if (path !== '/batch') return json(response, 200, { created: true });
  const results = body.calls.map(({ email }: { email: string }, index: number) => {
    if (email.includes('@')) return { index, status: 200, updated: true };
    const errors = [{ pointer: `/calls/${index}/email`, detail: 'Send an email.' }];
    return { index, status: 422, error: { code: 'validation_failed', detail: email, errors } };
  });
  json(response, results.some(({ error }: { error?: unknown }) => error) ? 207 : 200, { results });
};

test('calls within the interval travel as one request, in their order and with their ages', async () => {
  await using server = await serve(api);
  const crm = batching(server, { flushInterval: 50 });
  const started = Date.now();
  const clock = vi.spyOn(Date, 'now').mockReturnValue(started);
  const first = crm.identify({ email: 'alex@example.com', name: 'Alex' });
  clock.mockReturnValue(started + 30);
  const calls = [first, crm.ping('sam@example.com'), crm.identify({ email: 'alex@example.com' })];
  clock.mockReturnValue(started + 50);
  await Promise.all(calls);
  expect(server.received.map(({ path, body }) => [path, body])).toEqual([
    [
      '/batch',
      {
        calls: [
          { type: 'identify', age: 50, email: 'alex@example.com', name: 'Alex' },
          { type: 'ping', age: 20, email: 'sam@example.com' },
          { type: 'identify', age: 20, email: 'alex@example.com' },
        ],
      },
    ],
  ]);
});

test('a call alone goes to its own route', async () => {
  await using server = await serve(api);
  const crm = batching(server, { flushInterval: 1 });
  await crm.ping('alex@example.com');
  await crm.identify({ email: 'alex@example.com' });
  expect(server.received.map(({ path }) => path)).toEqual(['/ping', '/identify']);
});

test('each call of a batch has its own result', async () => {
  await using server = await serve(api);
  const onError = vi.fn();
  const crm = batching(server, { onError });
  const good = crm.ping('alex@example.com');
  const bad = failure(crm.identify({ email: 'nobody' }));
  const last = crm.ping('sam@example.com');
  await crm.flush();
  await expect(Promise.all([good, last])).resolves.toBeTruthy();
  const error = await bad;
  expect(error).toBeInstanceOf(TinyCRMError);
  expect(error).toMatchObject({
    message: 'nobody',
    code: 'validation_failed',
    status: 422,
    errors: [{ pointer: '/email', detail: 'Send an email.' }],
  });
  expect(error.refused).toBeUndefined();
  expect(onError.mock.calls).toEqual([[error]]);
});

test('flush sends at once what waits', async () => {
  await using server = await serve(api);
  const crm = batching(server);
  const settled = vi.fn();
  void crm.ping('alex@example.com').then(settled);
  void crm.ping('sam@example.com').then(settled);
  await crm.flush();
  expect(settled).toHaveBeenCalledTimes(2);
  expect(server.received).toHaveLength(1);
});

test('a batch that fails is retried as one request, and then each of its calls fails', async () => {
  waits();
  await using server = await serve((response, request, n) =>
    n < 4 ? failing(4, 503)(response, request, n) : api(response, request, n),
  );
  const crm = batching(server);
  const calls = Array.from({ length: 40 }, (_, n) => crm.ping(`person-${n}@example.com`));
  const failures = calls.map(failure);
  await crm.flush();
  for (const error of await Promise.all(failures))
    expect(error).toMatchObject({ code: 'unavailable', status: 503, attempts: 3 });
  expect(server.received).toHaveLength(3);

  const again = [crm.ping('alex@example.com'), crm.ping('sam@example.com')];
  await crm.flush();
  await Promise.all(again);
  expect(server.received).toHaveLength(5);
});

test('a batch that is full does not wait', async () => {
  await using server = await serve(api);
  const crm = batching(server);
  await Promise.all(Array.from({ length: 500 }, () => crm.ping('alex@example.com')));
  const note = 'x'.repeat(30_000);
  await Promise.all(
    Array.from({ length: 5 }, () => crm.identify({ email: 'a@example.com', params: { note } })),
  );
  expect(server.received.map(({ body }) => body.calls.length)).toEqual([500, 5]);
});

test('a list goes as it did, and what waits is not in its way', async () => {
  await using server = await serve(api);
  const crm = batching(server);
  void crm.ping('alex@example.com');
  await crm.identifyMany([{ email: 'sam@example.com' }]);
  expect(server.received.map(({ body }) => body.calls[0].email)).toEqual(['sam@example.com']);
  await crm.flush();
});

test('everything else is as in the client of the main entry', async () => {
  await using server = await serve(api);
  const given: Promise<unknown>[] = [];
  const crm = batching(server, { waitUntil: (promise) => given.push(promise) });
  expect(crm).toBeInstanceOf(Client);
  const params = { plan: 'pro' };
  const { identify, flush } = crm;
  void identify({ email: 'alex@example.com', params });
  params.plan = 'changed later';
  await flush();
  await expect(Promise.all(given)).resolves.toHaveLength(1);
  expect(server.received[0]!.body.params).toEqual({ plan: 'pro' });

  const none: Options = { enabled: false };
  await batching(server, none).ping('alex@example.com');
  expect(await failure(new TinyCRM({ flushInterval: 1 }).ping('a'))).toMatchObject({
    code: 'missing_api_key',
  });
  expect(server.received).toHaveLength(1);
});
