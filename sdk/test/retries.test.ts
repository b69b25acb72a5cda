import { afterEach, expect, test, vi } from 'vitest';
import { client, failure, waits } from './client.ts';
import { failing, json, serve } from './server.ts';

afterEach(() => vi.restoreAllMocks());

test.each([429, 500, 502, 503, 504])('Two retries follow a %i', async (status) => {
  waits();
  await using api = await serve(failing(2, status));
  await client(api).ping('alex@example.com');
  expect(api.received).toHaveLength(3);

  await using down = await serve(failing(Infinity, status));
  expect(await failure(client(down).ping('alex@example.com'))).toMatchObject({
    message: 'Try again.',
    code: 'unavailable',
    status,
    attempts: 3,
  });
  expect(down.received).toHaveLength(3);
});

test.each([400, 401, 404, 405, 413, 415, 422])('no retry follows a %i', async (status) => {
  await using api = await serve(failing(Infinity, status));
  expect(await failure(client(api).ping('alex@example.com'))).toMatchObject({
    status,
    attempts: 1,
  });
  expect(api.received).toHaveLength(1);
});

test('retries follow an outage and a connection that is cut', async () => {
  waits();
  const gone = await serve();
  await gone[Symbol.asyncDispose]();
  const error = await failure(client(gone).ping('alex@example.com'));
  expect(error).toMatchObject({ code: 'network_error', attempts: 3, cause: expect.any(TypeError) });
  expect(error.status).toBeUndefined();

  await using cut = await serve((response, _request, n) =>
    n < 2 ? response.destroy() : json(response, 200, {}),
  );
  await client(cut).ping('alex@example.com');
  expect(cut.received).toHaveLength(3);
});

test('the number of retries can be set', async () => {
  waits();
  await using api = await serve(failing(Infinity, 503));
  await failure(client(api, { retries: 0 }).ping('alex@example.com'));
  expect(api.received).toHaveLength(1);
  await failure(client(api, { retries: 4 }).ping('alex@example.com'));
  expect(api.received).toHaveLength(6);
});

test('The wait before a retry is random: up to 1 s, then up to 2 s', async () => {
  const list = waits({ random: 0.25 });
  await using api = await serve(failing(2, 503));
  await client(api).ping('alex@example.com');
  expect(list).toEqual([250, 500]);
});

test('Retry-After is waited for, in seconds and as a date', async () => {
  const list = waits();
  for (const after of ['2', '0', '0.5', new Date(Date.now() + 20_000).toUTCString()]) {
    await using api = await serve(failing(1, 429, { 'retry-after': after }));
    await client(api).ping('alex@example.com');
    expect(api.received).toHaveLength(2);
  }
  expect(list.slice(0, 3)).toEqual([2000, 0, 500]);
  expect(list[3]).toBeGreaterThan(10_000);
  expect(list[3]).toBeLessThanOrEqual(20_000);
});

test('the random wait comes on top of Retry-After', async () => {
  const list = waits({ random: 0.5 });
  await using api = await serve(failing(1, 503, { 'retry-after': '3' }));
  await client(api).ping('alex@example.com');
  expect(list).toEqual([3500]);
});

test.each(['Wed, 21 Oct 2015 07:28:00 GMT', '-5', 'soon', ''])(
  'a Retry-After of "%s" is none',
  async (after) => {
    const list = waits();
    await using api = await serve(failing(1, 503, { 'retry-after': after }));
    await client(api).ping('alex@example.com');
    expect(list).toEqual([0]);
  },
);

test('A Retry-After of more than 30 s fails the call at once and is told', async () => {
  const list = waits();
  await using api = await serve(failing(1, 429, { 'retry-after': '31' }));
  expect(await failure(client(api).ping('alex@example.com'))).toMatchObject({
    status: 429,
    retryAfter: 31_000,
    attempts: 1,
  });
  expect(list).toEqual([]);
});

test('In an outage the retries of one client end after ten', async () => {
  waits();
  let down = false;
  await using api = await serve((response) => json(response, down ? 503 : 200, {}));
  const crm = client(api);
  for (let n = 0; n < 50; n++) await crm.ping('alex@example.com');
  down = true;
  api.received.length = 0;
  await Promise.all(Array.from({ length: 40 }, () => failure(crm.ping('alex@example.com'))));
  expect(api.received).toHaveLength(50);
});

test('ten successes pay for one more retry', async () => {
  waits();
  let down = true;
  await using api = await serve((response) => json(response, down ? 503 : 200, {}));
  const crm = client(api);
  for (let n = 0; n < 6; n++) await failure(crm.ping('alex@example.com'));
  expect(api.received).toHaveLength(16);

  down = false;
  for (let n = 0; n < 11; n++) await crm.ping('alex@example.com');
  down = true;
  api.received.length = 0;
  await failure(crm.ping('alex@example.com'));
  expect(api.received).toHaveLength(2);
});

test('Each request says how long ago the call was made', async () => {
  await using api = await serve(failing(1, 503, { 'retry-after': '0.2' }));
  await client(api).identify({
    email: 'alex@example.com',
    params: { age: 40, note: '\n{"age":1}' },
  });
  const [first, second] = api.received.map(({ body }) => body);
  expect(first.age).toBeGreaterThanOrEqual(0);
  expect(second.age).toBeGreaterThanOrEqual(190);
  expect({ ...first, age: 0 }).toEqual({ ...second, age: 0 });
  expect(second.params).toEqual({ age: 40, note: '\n{"age":1}' });
});

test('a clock that is set back makes no negative age', async () => {
  waits();
  await using api = await serve(failing(1, 503));
  const now = Date.now();
  vi.spyOn(Date, 'now')
    .mockReturnValueOnce(now)
    .mockReturnValue(now - 60_000);
  await client(api).ping('alex@example.com');
  expect(api.received.map(({ body }) => body.age)).toEqual([0, 0]);
});
