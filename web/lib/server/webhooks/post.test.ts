import { createServer as createPlain, type RequestListener, type Server } from 'node:http';
import { createServer as createTcp, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { post } from './post.ts';

const servers: { close(): unknown }[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function listen<T extends { listen(port: number, host: string, done: () => void): unknown }>(
  server: T,
) {
  servers.push(server as T & Server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return ((server as unknown as Server).address() as AddressInfo).port;
}
const answerWith = (listener: RequestListener) => listen(createPlain(listener));
const to = (port: number, scheme = 'http') => ({
  // A name that leads nowhere: what counts is the address that was looked at.
  url: new URL(`${scheme}://pinned.invalid:${port}/hook`),
  ...{ address: '127.0.0.1', family: 4 as const },
});

test('a body arrives byte for byte, at the address that was looked at', async () => {
  let got = '';
  const port = await answerWith((request, response) => {
    request.setEncoding('utf8').on('data', (part) => (got += part));
    request.on('end', () => response.end(request.headers['webhook-id']));
  });
  const body = '{"name": "Zoë 🦊"}';
  const answer = await post(to(port), body, { 'webhook-id': 'msg_1' });
  expect(got).toBe(body);
  expect(answer).toMatchObject({ status: 200, answer: 'msg_1' });
});

test('a redirect is an answer, and is not followed', async () => {
  let calls = 0;
  const port = await answerWith((_request, response) => {
    calls++;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect(await post(to(port), '{}', {})).toMatchObject({ status: 302 });
  expect(calls).toBe(1);
});

test('of an answer without an end 4 KB are read, without what is no text to the database', async () => {
  const port = await answerWith((_request, response) => {
    response.writeHead(200);
    const more = setInterval(() => response.write(`\0${'x'.repeat(3000)}`), 1);
    response.on('close', () => clearInterval(more));
  });
  const { status, answer } = await post(to(port), '{}', {});
  expect([status, answer.length]).toEqual([200, 4096]);
  expect(answer).not.toContain('\0');
});

test('who says nothing is waited for only so long', async () => {
  const port = await listen(createTcp(() => {}));
  const answer = await post(to(port), '{}', {}, 50);
  expect(answer).toMatchObject({
    status: null,
    answer: 'Nothing was answered within 0.05 seconds.',
  });
});

test('an answer says how long to wait, in seconds or by a date', async () => {
  let header = '120';
  const port = await answerWith((_request, response) => {
    response.writeHead(429, { 'retry-after': header }).end();
  });
  expect((await post(to(port), '{}', {})).retryAfter).toBe(120);
  header = new Date(Date.now() + 60_000).toUTCString();
  expect((await post(to(port), '{}', {})).retryAfter).toBeGreaterThan(50);
  header = 'soon';
  expect((await post(to(port), '{}', {})).retryAfter).toBeUndefined();
});

test('what fails on the way is told without addresses', async () => {
  const closed = createTcp();
  const port = await listen(closed);
  servers.pop();
  await new Promise((done) => closed.close(done));
  expect(await post(to(port), '{}', {})).toMatchObject({
    ...{ status: null, answer: 'The connection was refused.' },
  });
  const plain = await answerWith((_request, response) => response.end());
  const answer = await post(to(plain, 'https'), '{}', {});
  expect(answer.status).toBeNull();
  expect(answer.answer).not.toContain('127.0.0.1');
});
