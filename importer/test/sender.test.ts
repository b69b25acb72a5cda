import { afterEach, expect, test } from 'vitest';
import { inParallel } from '../src/batches.ts';
import { Progress } from '../src/progress.ts';
import { Api } from '../src/api.ts';
import { Sender } from '../src/sender.ts';
import { undoImport } from '../src/undo.ts';
import { serve, type Reply } from './http-server.fixture.ts';

const row = { email: 'a@example.com' };
const import_id = '6f1d7c1e-93a4-4a57-9a0e-1f3f6b1f2d10';
let close = async () => {};
afterEach(() => close());

/** A sender against a server that gives these replies one after another, and what it waited. */
async function senderFor(...replies: Reply[]) {
  const server = await serve(({ pathname }) =>
    pathname === '/import/start' ? { body: { import_id } } : replies.shift()!,
  );
  close = server.close;
  const waits: number[] = [];
  const api = new Api(server.url, 'key', async (ms) => waits.push(ms));
  const sender = new Sender(api, 'people.csv');
  return { sender, waits, server };
}

const good: Reply = { body: { results: [{ index: 0, status: 200, outcome: 'created' }] } };

test('a server that is asked too often is given the time it wants', async () => {
  const busy = { status: 429, headers: { 'retry-after': '3' }, body: { detail: 'Too many.' } };
  const { sender, waits } = await senderFor(busy, { status: 503, body: {} }, good);
  expect(await sender.send([row], 0)).toEqual(['created']);
  expect(waits).toEqual([3000, 500]);
});

test('a key that is not valid and an account that must pay end the import in the words of the API', async () => {
  const { sender } = await senderFor({ status: 401, body: { detail: 'The key is not valid.' } });
  await expect(sender.send([row], 0)).rejects.toThrow('The key is not valid.');
});

test('after ten tries it gives up', async () => {
  const down = { status: 503, body: { detail: 'The database didn’t respond.' } };
  const { sender, waits } = await senderFor(...Array<Reply>(10).fill(down));
  await expect(sender.send([row], 0)).rejects.toThrow('The database didn’t respond.');
  expect(waits).toHaveLength(10);
});

test('each row has its own outcome, also when none was accepted', async () => {
  const error = {
    code: 'validation_failed',
    detail: 'x',
    errors: [{ pointer: '/rows/1/email', detail: 'No.' }],
  };
  const { sender } = await senderFor({
    status: 422,
    body: {
      results: [
        { index: 0, status: 200, outcome: 'unchanged' },
        { index: 1, status: 422, error },
        { index: 2, status: 422, error: { code: 'params_too_large', detail: 'Too large.' } },
      ],
    },
  });
  expect(await sender.send([row, row, row], 0)).toEqual(['unchanged', ['No.'], ['Too large.']]);
});

test('a server that stays busy is given more time than it asks for', async () => {
  const busy = { status: 503, headers: { 'retry-after': '1' }, body: {} };
  const { sender, waits } = await senderFor(...Array<Reply>(5).fill(busy), good);
  await sender.send([row], 0);
  expect(waits).toEqual([1000, 1000, 1000, 2000, 4000]);
});

test('an import begins once, with the first of its rows, and every request of rows names it', async () => {
  const bodies: [string, Record<string, unknown>][] = [];
  const sender = new Sender(
    {
      async post(path: string, body: object) {
        bodies.push([path, body as Record<string, unknown>]);
        return { import_id, results: [] } as never;
      },
    },
    'people.csv',
  );
  expect(sender.importId).toBeUndefined();
  await Promise.all([sender.send([row], 0), sender.send([row], 500)]);
  expect(sender.importId).toBe(import_id);
  expect(bodies).toEqual([
    ['/import/start', { name: 'people.csv' }],
    ['/import/rows', { import_id, first_row: 0, rows: [row] }],
    ['/import/rows', { import_id, first_row: 500, rows: [row] }],
  ]);
});

test('an import is undone in as many steps as it takes, all of the same import', async () => {
  const part = { import_id, name: 'people.csv', started_at: '2026-01-31T08:00:00.000Z' };
  const answers = [
    { ...part, done: false, removed: 900, restored: 100, kept: 0 },
    { ...part, done: true, removed: 1200, restored: 100, kept: 2 },
  ];
  const bodies: object[] = [];
  const post = async (_: string, body: object) => {
    bodies.push(body);
    return answers.shift() as never;
  };
  expect(await undoImport({ post }, '')).toBe(
    'Undid the import of people.csv from 2026-01-31 08:00 UTC: 1,200 removed, 100 restored. 2 kept, because they changed since.',
  );
  expect(bodies).toEqual([{}, { import_id }]);
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
