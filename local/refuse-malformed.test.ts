import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refuseMalformed } from './refuse-malformed.ts';

let server: Server;
beforeAll(async () => {
  server = createServer((request, response) =>
    refuseMalformed(request, response, () => {
      // What SvelteKit's server does first.
      new Request(`http://${request.headers.host}${request.url}`, { method: request.method });
      new URL(request.url!, 'http://dummy');
      response.end('passed on');
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void server.close());

/** The answer to a request that is written out, as no client library would send it. */
function send(line: string, host: string | null = '127.0.0.1:5173'): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const head = host === null ? '' : `Host: ${host}\r\n`;
  socket.write(`${line}\r\n${head}Connection: close\r\n\r\n`);
  return text(socket);
}

test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
  '%s is passed on',
  async (method) => {
    expect(await send(`${method} /customers?a=1 HTTP/1.1`)).toContain('HTTP/1.1 200');
  },
);

test.each(['TRACE', 'TRACK', 'PROPFIND', 'QUERY', 'LINK', 'PURGE'])(
  '%s is answered with 405 and what there is instead',
  async (method) => {
    const answer = await send(`${method} / HTTP/1.1`);
    // TRACK is unknown to Node itself.
    expect(answer).toMatch(method === 'TRACK' ? /^HTTP\/1\.1 400/ : /^HTTP\/1\.1 405/);
    if (method !== 'TRACK') expect(answer).toMatch(/allow: GET, HEAD/i);
  },
);

test.each([
  '127.0.0.1:5473.x',
  'a b',
  'a@b',
  'a/b',
  'a?b',
  'a#b',
  'a\\b',
  '[::1',
  'x:99999',
  '%',
  '',
])('the host %j is answered with 400', async (host) => {
  expect(await send('GET / HTTP/1.1', host)).toMatch(/^HTTP\/1\.1 400/);
});

test.each(['localhost', 'localhost:5173', '[::1]:5173', 'crm.example.com'])(
  'the host %j is passed on',
  async (host) => {
    expect(await send('GET / HTTP/1.1', host)).toContain('passed on');
  },
);

test('a request of HTTP/1.0 needs no host', async () => {
  expect(await send('GET / HTTP/1.0', null)).toContain('passed on');
});

test.each(['//', '//evil.test', '/\\', '/\\evil.test'])('the path %s is nothing', async (path) => {
  expect(await send(`GET ${path} HTTP/1.1`)).toMatch(/^HTTP\/1\.1 404/);
});

test.each(['*', 'http://127.0.0.1/customers'])(
  'the target %s is answered with 400',
  async (target) => {
    expect(await send(`OPTIONS ${target} HTTP/1.1`)).toMatch(/^HTTP\/1\.1 400/);
  },
);
