import { TinyCRMError } from 'tinycrm-sdk';
import { expect, test } from 'vitest';
import { client, failure } from './client.ts';
import { json, serve } from './server.ts';

test('An awaited call rejects with a TinyCRMError and nothing else', async () => {
  const problem = {
    type: 'about:blank',
    status: 422,
    code: 'validation_failed',
    detail: 'The email is empty.',
    errors: [{ pointer: '/email', detail: 'Send an email.' }],
  };
  await using api = await serve((response) =>
    json(response, 422, problem, {
      'content-type': 'application/problem+json',
      'x-request-id': 'request-1',
    }),
  );
  const error = await failure(client(api).ping(''));
  expect(error).toBeInstanceOf(TinyCRMError);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: 'TinyCRMError',
    message: 'The email is empty.',
    code: 'validation_failed',
    status: 422,
    requestId: 'request-1',
    retryAfter: 0,
    attempts: 1,
    errors: problem.errors,
  });
  expect(String(error)).toBe('TinyCRMError: The email is empty.');
});

test('what cannot be sent fails the call and sends nothing', async () => {
  await using api = await serve();
  const crm = client(api);
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const calls = [
    crm.identify({ email: 'alex@example.com', params: circular as never }),
    crm.identify({ email: 'alex@example.com', params: { big: 1n as never } }),
    crm.identify(undefined as never),
    crm.identifyMany(undefined as never),
  ];
  for (const call of calls) {
    const error = await failure(call);
    expect(error).toBeInstanceOf(TinyCRMError);
    expect(error).toMatchObject({ code: 'invalid_call', cause: expect.any(TypeError) });
    expect(error.message).toContain('TypeError: ');
  }
  expect(api.received).toEqual([]);
});

test('a missing email is for the API to refuse, in one place', async () => {
  await using api = await serve();
  await client(api).ping(undefined as never);
  await client(api).identify({} as never);
  expect(api.received.map(({ body }) => Object.keys(body))).toEqual([['age'], ['age']]);
});

test.each([301, 302, 303, 307, 308])(
  'A redirect is an error, not a place to go: %i',
  async (status) => {
    await using elsewhere = await serve();
    await using api = await serve((response) => {
      response.writeHead(status, { location: `${elsewhere.url}/identify` }).end('Moved');
    });
    const error = await failure(client(api).identify({ email: 'alex@example.com' }));
    expect(error).toMatchObject({ code: `http_${status}`, status, attempts: 1 });
    expect(elsewhere.received).toEqual([]);
  },
);

test('a redirect that the runtime hides behind status 0 is an error too', async () => {
  const fetch = async () => Response.error();
  const error = await failure(client({ url: 'http://crm.test' }, { fetch }).ping('a@example.com'));
  expect(error).toMatchObject({ code: 'http_0', status: 0, attempts: 1 });
});

test('an answer that is no JSON is known by its status', async () => {
  await using api = await serve((response, { path }) => {
    const refused = path === '/ping';
    response.writeHead(refused ? 403 : 200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>');
  });
  expect(await failure(client(api).ping('alex@example.com'))).toMatchObject({
    message: 'http_403',
    code: 'http_403',
    status: 403,
    attempts: 1,
    cause: expect.any(SyntaxError),
  });
  await expect(client(api).identify({ email: 'alex@example.com' })).resolves.toBeUndefined();
});

test('an answer of JSON null or a text does no harm', async () => {
  await using api = await serve((response, _request, n) => json(response, 400, n ? 'no' : null));
  for (let n = 0; n < 2; n++) {
    expect(await failure(client(api).ping('a'))).toMatchObject({ code: 'http_400', status: 400 });
  }
});

test('an account that must pay is reported once, and not tried again', async () => {
  const problem = {
    code: 'payment_required',
    status: 402,
    detail: 'Subscribe on the Billing page.',
  };
  await using api = await serve((response) => json(response, 402, problem));
  const reported: unknown[] = [];
  const crm = client(api, { onError: (error) => reported.push(error) });
  void crm.identify({ email: 'alex@example.com' });
  await crm.flush();
  expect(reported).toMatchObject([
    { code: 'payment_required', status: 402, attempts: 1, message: problem.detail },
  ]);
  expect(api.received).toHaveLength(1);
});
