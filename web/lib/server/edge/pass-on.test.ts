import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { passOn } from './pass-on.ts';

const servers: (() => void)[] = [];
afterEach(() => servers.splice(0).forEach((close) => close()));

/** A server that answers so, and its address. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => unknown) {
  const server = createServer((request, response) => void answer(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  servers.push(() => (server.close(), server.closeAllConnections()));
  return new URL(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/ingest/identify?a=%20b`,
  );
}

const ask = (target: URL, init: RequestInit = {}) =>
  passOn(new Request('https://crm.example/v1/identify', init), target, {
    'x-forwarded-for': '198.51.100.7',
  });

test('method, path, headers and body arrive as they were sent, and the answer as it was given', async () => {
  let seen: unknown;
  const target = await serve(async (request, response) => {
    const { method, url, headers } = request;
    seen = [method, url, headers.authorization, headers['content-encoding'], await text(request)];
    response.writeHead(207, 'Some', { 'x-request-id': 'one', 'retry-after': '3' }).end('{"a": 1}');
  });
  const answer = await ask(target, {
    method: 'POST',
    headers: { authorization: 'Bearer tcrm', 'content-encoding': 'br' },
    body: 'not { json',
  });
  expect(seen).toEqual(['POST', '/ingest/identify?a=%20b', 'Bearer tcrm', 'br', 'not { json']);
  expect([answer.status, await answer.text()]).toEqual([207, '{"a": 1}']);
  expect(answer.headers.get('x-request-id')).toBe('one');
  expect(answer.headers.get('retry-after')).toBe('3');
});

test('a compressed answer stays compressed', async () => {
  const packed = gzipSync('{"created":true}');
  const target = await serve((_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed),
  );
  const answer = await ask(target);
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(packed);
});

test('a redirect is not followed with the key', async () => {
  const target = await serve((_, response) =>
    response.writeHead(302, { location: 'https://elsewhere.example/' }).end(),
  );
  const answer = await ask(target);
  expect([answer.status, answer.headers.get('location')]).toEqual([
    302,
    'https://elsewhere.example/',
  ]);
});

test('no cookie goes on, no address that the caller made up, and nothing of the connection', async () => {
  let seen: IncomingMessage['headers'] = {};
  const target = await serve((request, response) => {
    seen = request.headers;
    response.writeHead(200, { connection: 'x-own', 'x-own': '1' }).end('{}');
  });
  const answer = await ask(target, {
    headers: {
      ...{ cookie: 'sb-session=secret', 'x-forwarded-for': '1.1.1.1', forwarded: 'for=1.1.1.1' },
      ...{ 'cf-connecting-ip': '1.1.1.1', te: 'trailers', 'x-region': 'eu-west-1' },
    },
  });
  expect(seen).toMatchObject({ 'x-forwarded-for': '198.51.100.7', 'x-region': 'eu-west-1' });
  expect(Object.keys(seen)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(cookie|forwarded|cf-.*|te)$/)]),
  );
  expect(answer.headers.get('x-own')).toBeNull();
});

test('an answer begins before the body of the request has ended', async () => {
  const target = await serve((_, response) => response.writeHead(413).end('too large'));
  const body = new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(10)) });
  const answer = await ask(target, { method: 'POST', body, duplex: 'half' } as RequestInit);
  expect(answer.status).toBe(413);
});

test('where nothing listens it rejects', async () => {
  const target = await serve(() => {});
  servers.splice(0).forEach((close) => close());
  await expect(ask(target)).rejects.toThrow(/ECONNREFUSED/);
});
