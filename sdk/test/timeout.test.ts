import { afterEach, expect, test, vi } from 'vitest';
import { client, failure, waits } from './client.ts';
import { json, serve } from './server.ts';

afterEach(() => vi.restoreAllMocks());

test('An attempt ends after its timeout, and each retry has its own', async () => {
  waits();
  await using api = await serve((response, _request, n) => n < 2 || json(response, 200, {}));
  await client(api, { timeout: 500 }).ping('alex@example.com');
  expect(api.received).toHaveLength(3);

  await using silent = await serve(() => {});
  expect(await failure(client(silent, { timeout: 500 }).ping('alex@example.com'))).toMatchObject({
    message: 'timeout',
    code: 'timeout',
    attempts: 3,
  });
});

test('the timeout is 3 s unless set', async () => {
  const timeouts = vi.spyOn(AbortSignal, 'timeout');
  await using api = await serve();
  await client(api).ping('alex@example.com');
  expect(timeouts.mock.calls).toEqual([[3000]]);
});

test('the timeout covers the body, and a refusal whose body stalls is still refused', async () => {
  waits();
  await using api = await serve((response) => {
    response.writeHead(503, { 'content-type': 'application/json' }).write('{"code":');
  });
  expect(await failure(client(api, { timeout: 500 }).ping('alex@example.com'))).toMatchObject({
    code: 'timeout',
    status: 503,
    attempts: 3,
  });
});

test('a success whose body stalls or is cut is a success', async () => {
  await using api = await serve((response, _request, n) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"crea');
    if (n) setTimeout(() => response.destroy(), 20);
  });
  const crm = client(api, { timeout: 1000 });
  await crm.ping('alex@example.com');
  await crm.ping('alex@example.com');
  expect(api.received).toHaveLength(2);
});

test('a body that arrives slowly is read to its end', async () => {
  await using api = await serve(async (response) => {
    response.writeHead(422, { 'content-type': 'application/problem+json' });
    for (const part of ['{"code":', '"slow"', '}']) {
      response.write(part);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    response.end();
  });
  expect(await failure(client(api).ping('alex@example.com'))).toMatchObject({ code: 'slow' });
});

test('Every answer is read to its end, so that its connection is used again', async () => {
  await using api = await serve((response, _request, n) =>
    json(response, [200, 422, 401][n % 3]!, { code: 'x', detail: 'y'.repeat(100_000) }),
  );
  let connections = 0;
  api.server.on('connection', () => connections++);
  const crm = client(api);
  for (let n = 0; n < 9; n++) await crm.ping('alex@example.com').catch(() => {});
  // Node may open a second one before the first is free again. Without reading it is one each.
  expect(connections).toBeLessThanOrEqual(2);
});
