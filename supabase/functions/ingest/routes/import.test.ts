import assert from 'node:assert/strict';
import { importAnswerSchema } from '../../_shared/contract/answers.ts';
import { assertProblem, createFunction, IMPORT_ID, MemoryStore } from '../testing/function.ts';

const rowsOf = (...rows: unknown[]) => ({ import_id: IMPORT_ID, first_row: 500, rows });

async function results(response: Response, status: number) {
  assert.equal(response.status, status);
  return importAnswerSchema.parse(await response.json()).results;
}

Deno.test('a row that is refused harms no other, and each is told by its place', async () => {
  const store = new MemoryStore();
  store.importOutcome = ({ email }) =>
    email === 'big@example.com' ? 'params_too_large' : 'unchanged';
  const { post } = createFunction(store);
  const answer = await results(
    await post(
      '/import/rows',
      rowsOf(
        { email: 'Ann@Example.com', created_at: '2024-01-31T09:00:00+01:00' },
        { email: 'nobody' },
        { email: 'big@example.com' },
        { email: 'x@example.com', seen_at: 'yesterday' },
      ),
    ),
    207,
  );
  assert.deepEqual(
    answer.map(({ status, outcome, error }) => [status, outcome ?? error?.code]),
    [
      [200, 'unchanged'],
      [422, 'validation_failed'],
      [422, 'params_too_large'],
      [422, 'validation_failed'],
    ],
  );
  assert.equal(answer[3]!.error!.errors![0]!.pointer, '/rows/3/seen_at');
  const [written] = store.imported;
  assert.deepEqual(
    written!.map(({ email, created_at, importId, firstRow }) => [
      email,
      created_at,
      importId,
      firstRow,
    ]),
    [
      ['ann@example.com', '2024-01-31T08:00:00Z', IMPORT_ID, 500],
      ['big@example.com', undefined, IMPORT_ID, 500],
    ],
  );
});

Deno.test('tags and notes have the bounds of those that members write', async () => {
  const store = new MemoryStore();
  const { post } = createFunction(store);
  const email = 'a@example.com';
  const answer = await results(
    await post(
      '/import/rows',
      rowsOf(
        { email, tags: [' vip ', '', 'x'.repeat(50)], notes: ['', 'é'.repeat(10_000)] },
        { email, tags: ['x'.repeat(51)] },
        { email, notes: ['x'.repeat(10_001)] },
        { email, tags: ['two\nlines'] },
        { email, tags: 'vip' },
        { email, params: { notes: ['é'.repeat(5000)] } },
      ),
    ),
    207,
  );
  assert.deepEqual(
    answer.map(({ error }) => error?.errors?.[0]?.pointer),
    [
      undefined,
      ...['1/tags/0', '2/notes/0', '3/tags/0', '4/tags', '5/params/notes/0'].map(
        (place) => `/rows/${place}`,
      ),
    ],
  );
  const [row] = store.imported[0]!;
  assert.deepEqual([row!.tags, row!.notes], [['vip', 'x'.repeat(50)], ['é'.repeat(10_000)]]);
});

Deno.test('what the database refuses of a whole import ends the request', async () => {
  for (const [outcome, status] of [
    ['unauthorized', 401],
    ['payment_required', 402],
    ['not_found', 404],
  ] as const) {
    const store = new MemoryStore();
    store.importOutcome = () => outcome;
    const { post } = createFunction(store);
    await assertProblem(
      await post('/import/rows', rowsOf({ email: 'a@example.com' })),
      status,
      outcome,
    );
  }
});

Deno.test(
  'a request without rows, with too many, or without an import is refused as a whole',
  async () => {
    const { post } = createFunction();
    const row = { email: 'a@example.com' };
    for (const body of [
      rowsOf(),
      rowsOf(...Array(501).fill(row)),
      { ...rowsOf(row), import_id: 'x' },
    ]) {
      await assertProblem(await post('/import/rows', body), 422, 'validation_failed');
    }
    await assertProblem(await post('/import/start', { name: ' ' }), 422, 'validation_failed');
    await assertProblem(await post('/import/undo', { id: IMPORT_ID }), 422, 'validation_failed');
  },
);

Deno.test('undoing says how far it is, and that there is nothing to undo', async () => {
  const store = new MemoryStore();
  const { post } = createFunction(store);
  await assertProblem(await post('/import/undo', {}), 404, 'not_found');
  store.undone = {
    ...{
      outcome: 'undone',
      id: IMPORT_ID,
      fileName: 'people.csv',
      createdAt: '2026-01-31T08:00:00Z',
    },
    ...{ undoneAt: null, removed: 900, restored: 100, kept: 0 },
  };
  assert.deepEqual(await (await post('/import/undo', {})).json(), {
    ...{ import_id: IMPORT_ID, name: 'people.csv', started_at: '2026-01-31T08:00:00.000Z' },
    ...{ done: false, removed: 900, restored: 100, kept: 0 },
  });
});
