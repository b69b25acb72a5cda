import { afterEach, expect, test, vi } from 'vitest';
import { endOfChunk } from './chunks.ts';
import { invalidToCsv } from './invalid-csv.ts';
import { countOutcomes, noCounts } from './outcomes.ts';
import { describeLeft, Pace } from './pace.ts';
import { post } from './post.ts';

afterEach(() => vi.unstubAllGlobals());

/** Answers requests with these, one after another, and returns what was waited between them. */
function answers(...list: (Response | Error)[]) {
  vi.stubGlobal('fetch', async () => {
    const next = list.shift()!;
    if (next instanceof Error) throw next;
    return next;
  });
  const waits: number[] = [];
  return { waits, wait: async (ms: number) => void waits.push(ms) };
}

const answer = (status: number, body: unknown = {}) =>
  new Response(JSON.stringify(body), { status });

test('a lost connection and a busy server are tried again, longer each time', async () => {
  const { waits, wait } = answers(
    new TypeError('offline'),
    answer(503),
    answer(429),
    answer(200, [1]),
  );
  expect(await post('/x', {}, wait)).toEqual([1]);
  expect(waits).toEqual([500, 1000, 2000]);
});

test('a refusal is not tried again and keeps its words', async () => {
  const { waits, wait } = answers(answer(400, { message: 'This import was undone.' }));
  await expect(post('/x', {}, wait)).rejects.toThrow('This import was undone.');
  expect(waits).toEqual([]);
});

test('whoever is signed out meanwhile is told so', async () => {
  const { wait } = answers(Object.assign(new Response(null), {}));
  vi.stubGlobal('fetch', async () => ({ type: 'opaqueredirect', status: 0, ok: false }));
  await expect(post('/x', {}, wait)).rejects.toThrow('Your session has ended.');
});

test('after half a minute without an answer it gives up', async () => {
  const { waits, wait } = answers(...Array.from({ length: 7 }, () => answer(503)));
  await expect(post('/x', {}, wait)).rejects.toThrow('Can’t reach TinyCRM.');
  expect(waits.reduce((sum, ms) => sum + ms)).toBe(30_500);
});

test('a preview and an import count people, in how many rows they are', () => {
  const counts = noCounts();
  const rows = ['a', 'b', 'a', 'c', 'c', 'd'].map((email) => ({ email }) as never);
  const prepared = { rows, places: [0, 1, 2, 3, 4, 5] };
  const people = new Map();
  const outcomes = ['created', 'invalid', 'created', 'unchanged', 'updated', 'unchanged'] as const;
  // In two steps, as it comes.
  countOutcomes(counts, [...outcomes.slice(0, 4)], prepared, 0, people);
  countOutcomes(counts, [...outcomes.slice(4)], prepared, 4, people);
  expect(counts).toEqual({ created: 1, updated: 1, unchanged: 1 });
});

test('a step has 500 rows or a megabyte, and one row at least', () => {
  const small = Array.from({ length: 1100 }, () => 'x');
  expect([endOfChunk(small, 0), endOfChunk(small, 1000)]).toEqual([500, 1100]);
  const large = Array.from({ length: 10 }, () => 'x'.repeat(300_000));
  expect(endOfChunk(large, 0)).toBe(3);
  expect(endOfChunk(['x'.repeat(2_000_000), 'x'], 0)).toBe(1);
});

test('outcomes are counted, and invalid rows are found at their place in the file', () => {
  const counts = noCounts();
  const rows = ['a', 'b', 'c', 'd'].map((email) => ({ email }) as never);
  const prepared = { rows, places: [0, 2, 5, 6] };
  const invalid = countOutcomes(
    counts,
    ['created', 'invalid', 'unchanged'],
    prepared,
    1,
    new Map(),
  );
  expect(counts).toEqual({ created: 1, updated: 0, unchanged: 1 });
  expect(invalid).toEqual([{ at: 5, reasons: ['The database rejected this row.'] }]);
});

test('invalid rows are written as they were, and never as formulas', () => {
  const table = { columns: ['email', 'note'], rows: [['nobody', '=1+1, "x"']], lines: [7] };
  expect(invalidToCsv(table, [{ at: 0, reasons: ['A.', 'B.'] }])).toBe(
    '\ufeffemail,note,Line,Problem\r\nnobody,"\'=1+1, ""x""",7,A. B.\r\n',
  );
});

test('rate and time left count from where this run began', () => {
  const pace = new Pace(1000, 5000);
  expect(pace.rate(1000, 6000)).toBe(null);
  expect(pace.rate(3000, 7000)).toBe(1000);
  expect(pace.secondsLeft(3000, 63_000, 7000)).toBe(60);
  expect([3, 60, 300].map(describeLeft)).toEqual([
    'a few seconds left',
    'about 60 seconds left',
    'about 5 minutes left',
  ]);
});
