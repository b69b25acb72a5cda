import { afterEach, expect, test } from 'vitest';
import { inParallel } from '../src/batches.ts';
import { Progress } from '../src/progress.ts';
import { Sender } from '../src/sender.ts';
import { serve, type Reply } from './http-server.fixture.ts';

const call = { type: 'identify' as const, email: 'a@example.com' };
let close = async () => {};
afterEach(() => close());

/** A sender against a server that gives these replies one after another, and what it waited. */
async function senderFor(...replies: Reply[]) {
  const server = await serve(() => replies.shift()!);
  close = server.close;
  const waits: number[] = [];
  const sender = new Sender(server.url, 'key', async (ms) => waits.push(ms));
  return { sender, waits, server };
}

const good: Reply = { body: { results: [{ index: 0, status: 200, created: true }] } };

test('a server that is asked too often is given the time it wants', async () => {
  const busy = { status: 429, headers: { 'retry-after': '3' }, body: { detail: 'Too many.' } };
  const { sender, waits } = await senderFor(busy, { status: 503, body: {} }, good);
  expect(await sender.send([[call]])).toEqual(['created']);
  expect(waits).toEqual([3000, 500]);
});

test('a key that is not valid and an account that must pay end the import in the words of the API', async () => {
  const { sender } = await senderFor({ status: 401, body: { detail: 'The key is not valid.' } });
  await expect(sender.send([[call]])).rejects.toThrow('The key is not valid.');
});

test('after ten tries it gives up', async () => {
  const down = { status: 503, body: { detail: 'The database didn’t respond.' } };
  const { sender, waits } = await senderFor(...Array<Reply>(10).fill(down));
  await expect(sender.send([[call]])).rejects.toThrow('The database didn’t respond.');
  expect(waits).toHaveLength(10);
});

test('each row has the outcome of its own identify, also when none was accepted', async () => {
  const error = {
    code: 'validation_failed',
    detail: 'x',
    errors: [{ pointer: '/email', detail: 'No.' }],
  };
  const ping = { type: 'ping' as const, email: 'a@example.com', timestamp: '2024-01-01T00:00:00Z' };
  const { sender } = await senderFor({
    status: 422,
    body: {
      results: [
        { index: 0, status: 200, created: false },
        { index: 1, status: 200, updated: true },
        { index: 2, status: 422, error },
        { index: 3, status: 422, error: { code: 'params_too_large', detail: 'Too large.' } },
      ],
    },
  });
  expect(await sender.send([[call, ping], [call], [call]])).toEqual([
    'updated',
    ['No.'],
    ['Too large.'],
  ]);
});

test('no more is under way than asked for, and nothing is read ahead of it', async () => {
  let read = 0;
  let most = 0;
  let running = 0;
  async function* items() {
    for (; read < 20; read++) yield read;
  }
  await inParallel(items(), 3, async () => {
    most = Math.max(most, ++running);
    expect(read).toBeLessThan(20 + 1);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
  });
  expect({ most, read }).toEqual({ most: 3, read: 20 });
});

test('an import that fails says from which row on nothing is certain', () => {
  const progress = new Progress({ write: () => true });
  progress.started(1);
  progress.started(501);
  progress.started(1001);
  progress.finished(501, 1000, 500);
  progress.finished(1, 500, 500);
  expect(progress.next).toBe(1001);
  progress.finished(1001, 1500, 500);
  expect(progress.next).toBe(1501);
});
