import { Agent, createServer, request, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startGateway, type Gateway } from './gateway.ts';

let gateway: Gateway;
let functions: Server;
let seen: IncomingMessage[];
beforeEach(async () => {
  seen = [];
  functions = createServer((incoming, outgoing) => {
    seen.push(incoming);
    outgoing.writeHead(207, { 'content-type': 'text/plain', 'x-request-id': 'r1' });
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => functions.listen(0, '127.0.0.1', resolve));
  gateway = await startGateway(0);
  const { port } = functions.address() as AddressInfo;
  gateway.serveFunctionFrom('ingest', `http://127.0.0.1:${port}`);
});
afterEach(async () => {
  functions.closeAllConnections();
  functions.close();
  await gateway.close();
});

const ingest = (path = '/identify') => `${gateway.url}/functions/v1/ingest${path}`;

test('a function sees the path, method, headers and body as on hosted Supabase', async () => {
  const response = await fetch(ingest('/identify?a=1'), {
    method: 'POST',
    headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
    body: '{"email":"a@b.co"}',
  });
  expect(await response.text()).toBe('{"email":"a@b.co"}');
  expect(response.status).toBe(207);
  expect(response.headers.get('x-request-id')).toBe('r1');
  expect(seen[0]).toMatchObject({ method: 'POST', url: '/ingest/identify?a=1' });
  expect(seen[0]?.headers).toMatchObject({
    authorization: 'Bearer key',
    host: new URL(gateway.url).host,
  });
});

test('the client’s address is the one it has, not the one it claims', async () => {
  const claims = { 'x-forwarded-for': '203.0.113.9', 'cf-connecting-ip': '203.0.113.9' };
  await fetch(ingest(), { headers: claims });
  expect(seen[0]?.headers['x-forwarded-for']).toBe('127.0.0.1');
  expect(seen[0]?.headers).not.toHaveProperty('cf-connecting-ip');
});

test('a body is passed on as it arrives, in both directions', async () => {
  const call = request(ingest(), { method: 'POST' });
  const answered = new Promise<IncomingMessage>((resolve) => call.once('response', resolve));
  call.write('first');
  const answer = await answered;
  const first = await new Promise((resolve) => answer.once('data', resolve));
  expect(String(first)).toBe('first');
  call.end('second');
  expect(await text(answer)).toBe('second');
});

test('many calls share few connections', async () => {
  for (let call = 0; call < 20; call++) await (await fetch(ingest())).text();
  expect(new Set(seen.map(({ socket }) => socket)).size).toBe(1);
});

test('a call after one that was refused before its body was read is answered on the same connection', async () => {
  functions.removeAllListeners('request');
  functions.on('request', (incoming, outgoing) => {
    if (incoming.url === '/ingest/large') outgoing.writeHead(413).end();
    else incoming.resume().once('end', () => outgoing.end('answered'));
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const post = (path: string, body: Buffer) =>
    new Promise<IncomingMessage>((resolve, reject) =>
      request(ingest(path), { agent, method: 'POST' })
        .once('response', resolve)
        .once('error', reject)
        .end(body),
    );
  expect((await post('/large', Buffer.alloc(8_000_000))).resume().statusCode).toBe(413);
  expect(await text(await post('/small', Buffer.from('{}')))).toBe('answered');
  agent.destroy();
});

test('a call of HTTP/1.0 needs no host', async () => {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.write('GET /functions/v1/ingest/health HTTP/1.0\r\n\r\n');
  expect(await text(socket)).toContain('HTTP/1.1 207');
});

test('a call to a function that is down is answered with 503, a problem and Retry-After', async () => {
  functions.closeAllConnections();
  await new Promise((resolve) => functions.close(resolve));
  const response = await fetch(ingest(), { method: 'POST', body: '{}' });
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('1');
  expect(await response.json()).toMatchObject({ status: 503, code: 'unavailable' });
});

test('a call whose body does not come reaches the function all the same', async () => {
  const call = request(ingest(), { method: 'POST', headers: { 'content-length': '5' } });
  call.on('error', () => {});
  call.flushHeaders();
  await expect.poll(() => seen.length).toBe(1);
  call.destroy();
});

test('a caller that goes away takes its call with it', async () => {
  const call = request(ingest(), { method: 'POST' });
  call.on('error', () => {});
  call.write('first');
  await expect.poll(() => seen.length).toBe(1);
  call.destroy();
  await expect.poll(() => seen[0]?.destroyed).toBe(true);
});
