import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeClone, type Clone, type Start } from './clone.fixture.ts';
import { isAlive, readRunRecord } from './stale.ts';

// npm start with its dashboard: whatever comes to that, the database stays.

const WAIT = { timeout: 60_000, interval: 100 };
let clone: Clone;
let start: Start;
beforeAll(async () => {
  clone = await makeClone({ dashboard: true });
  start = clone.start();
  await start.ready;
}, 180_000);
afterAll(async () => {
  start?.process.kill('SIGINT');
  await start?.ended;
  clone?.remove();
});

const children = () => readRunRecord(join(clone.path, '.local', 'run.json'))!.children;
const pids = () => new Map(children().map(({ name, pid }) => [name, pid]));

/** The answer to bytes that no browser sends. */
function send(bytes: string): Promise<string> {
  const socket = connect(clone.ports.dashboard, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

test.each([
  ['TRACE / HTTP/1.1\r\nHost: 127.0.0.1', 405],
  ['GET / HTTP/1.1\r\nHost: 127.0.0.1:5173.x', 400],
  ['GET // HTTP/1.1\r\nHost: 127.0.0.1', 404],
  ['GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1', 200],
])('%j is answered with %i, and ends nothing', async (head, status) => {
  const before = pids();
  const answer = await send(`${head}\r\nConnection: close\r\n\r\n`);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`));
  expect(answer).toMatch(/x-content-type-options: nosniff/i);
  expect(children().every(isAlive)).toBe(true);
  expect(pids()).toEqual(before);
});

test('a dashboard that ends comes back at its address, and everything else goes on', async () => {
  const before = pids();
  process.kill(before.get('Dashboard')!, 'SIGKILL');
  const url = `http://127.0.0.1:${clone.ports.dashboard}/sign-in`;
  await expect.poll(() => pids().get('Dashboard') ?? 0, WAIT).not.toBe(before.get('Dashboard'));
  const answers = () =>
    fetch(url).then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(answers, WAIT).toBe(200);

  const after = pids();
  for (const map of [before, after]) map.delete('Dashboard');
  expect(after).toEqual(before);
  expect(children().every(isAlive)).toBe(true);
  expect(readFileSync(join(clone.path, '.local', 'tinycrm.log'), 'utf8')).not.toContain('FATAL');
}, 120_000);
