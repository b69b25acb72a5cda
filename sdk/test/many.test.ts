import { afterEach, expect, test, vi } from 'vitest';
import { client, failure, waits } from './client.ts';
import { json, serve, type Answer } from './server.ts';

afterEach(() => vi.restoreAllMocks());

/** Answers a batch as the API does, refusing each email that has no "@". */
const batch: Answer = (response, { body }) => {
  const results = body.calls.map(({ email }: { email: string }, index: number) =>
    email.includes('@')
      ? { index, status: 200, created: true }
      : {
          index,
          status: 422,
          error: { code: 'validation_failed', detail: `${email} is no email.` },
        },
  );
  const refused = results.filter(({ status }: { status: number }) => status !== 200).length;
  json(response, refused === 0 ? 200 : refused < results.length ? 207 : 422, { results });
};

const people = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ email: `person-${n}@example.com` }));

test('identifyMany sends 500 customers a request, in order, one request after another', async () => {
  let open = 0;
  await using api = await serve(async (response, request, n) => {
    expect(++open).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    open--;
    batch(response, request, n);
  });
  await expect(client(api).identifyMany(new Set(people(1201)))).resolves.toBeUndefined();
  expect(api.received.map(({ path, body }) => [path, body.calls.length])).toEqual([
    ['/batch', 500],
    ['/batch', 500],
    ['/batch', 201],
  ]);
  const calls = api.received.flatMap(({ body }) => body.calls);
  expect(calls.map(({ email }) => email)).toEqual(people(1201).map(({ email }) => email));
  expect(calls[0]).toEqual({ age: expect.any(Number), type: 'identify', email: calls[0].email });
});

test('a request stays under 500,000 bytes, whatever the letters', async () => {
  await using api = await serve(batch);
  const note = '\u20ac'.repeat(8_000);
  const letters = '\n\u2028"{'.repeat(2_000);
  await client(api).identifyMany(
    people(60).map((person) => ({ ...person, params: { note, letters } })),
  );
  const bytes = api.received.map(({ headers }) => Number(headers['content-length']));
  expect(Math.max(...bytes)).toBeLessThan(500_000);
  const calls = api.received.flatMap(({ body }) => body.calls);
  expect(calls).toHaveLength(60);
  for (const { params } of calls) expect(params).toEqual({ note, letters });
});

test('Rejected customers of a list are reported by their index, and the others are stored', async () => {
  await using api = await serve(batch);
  const list = people(1500);
  list[3] = { email: 'nobody' };
  for (let n = 500; n < 1000; n++) list[n] = { email: `no-email-${n}` };
  list[1499] = { email: 'last' };
  const error = await failure(client(api).identifyMany(list));
  expect(error).toMatchObject({ name: 'TinyCRMError', message: 'refused', code: 'refused' });
  expect(error.refused).toHaveLength(502);
  expect(error.refused!.map(({ index }) => list[index]!.email)).toEqual(
    list.map(({ email }) => email).filter((email) => !email.includes('@')),
  );
  expect(error.refused!.at(-1)).toEqual({
    index: 1499,
    status: 422,
    error: { code: 'validation_failed', detail: 'last is no email.' },
  });
  expect(api.received).toHaveLength(3);
});

test('an empty list sends nothing', async () => {
  await using api = await serve(batch);
  await client(api).identifyMany([]);
  expect(api.received).toEqual([]);
});

test('a request that fails ends the list, and each is retried on its own', async () => {
  waits();
  await using api = await serve((response, request, n) =>
    n === 1 || n > 2 ? json(response, 503, { code: 'unavailable' }) : batch(response, request, n),
  );
  expect(await failure(client(api).identifyMany(people(2000)))).toMatchObject({
    code: 'unavailable',
    attempts: 3,
  });
  expect(api.received.map(({ body }) => body.calls[0].email)).toEqual([
    'person-0@example.com',
    'person-500@example.com',
    'person-500@example.com',
    'person-1000@example.com',
    'person-1000@example.com',
    'person-1000@example.com',
  ]);
});

test('a mixed answer that cannot be read is no success', async () => {
  await using api = await serve((response) => response.writeHead(207).end('{"results":['));
  expect(await failure(client(api).identifyMany(people(2)))).toMatchObject({
    code: 'http_207',
    attempts: 1,
  });
});
