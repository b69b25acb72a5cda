import { expect, test } from 'vitest';
import { connect, createProject, post, signUp, signUpViewer } from '../founder.ts';
import { stack } from '../stack.ts';

const email = (n: number) => `both${n}@example.com`;

/** Numbers below `count` in an order that depends on `seed`. */
function shuffled(count: number, seed: number): number[] {
  return Array.from({ length: count }, (_, n) => (n * 7919 + seed * 104_729) % count);
}

test('imports and calls about the same people at once disturb each other nowhere', async () => {
  const founder = await signUp('importer');
  const { id: project, apiKey } = await createProject(founder, 'Inkwell');
  const people = 400;

  const importAll = async (seed: number) => {
    const { data: started } = await founder.client
      .rpc('start_import', {
        ...{ project_id: project, file_name: `${seed}.csv`, file_hash: '', settings: {} },
        row_count: people,
      })
      .throwOnError();
    for (let first = 0; first < people; first += 100) {
      const rows = shuffled(people, seed)
        .slice(first, first + 100)
        .map((n) => ({ email: email(n), params: { [`import${seed}`]: n } }));
      await founder.client
        .rpc('import_customers', { import_id: started.id, first_row: first, rows })
        .throwOnError();
    }
    return started.id;
  };
  const callAll = async (seed: number) => {
    for (let first = 0; first < people; first += 100) {
      const calls = shuffled(people, seed)
        .slice(first, first + 100)
        .map((n) => ({ type: 'identify', email: email(n), params: { [`call${seed}`]: n } }));
      expect((await post('/batch', apiKey, { calls })).status).toBe(200);
    }
  };
  const imports = await Promise.all([importAll(1), importAll(2), callAll(3), callAll(4)]);

  const sql = connect(stack().dbUrl);
  try {
    const [row] = await sql`
      select count(*)::int as people, count(*) filter (
        where params ?& array['import1', 'import2', 'call3', 'call4']
      )::int as whole
      from public.customer_projects where project_id = ${project}`;
    expect(row).toEqual({ people, whole: people });

    const { data: done } = await founder.client
      .from('imports')
      .select('created, updated, unchanged, invalid, row_count')
      .in('id', imports.slice(0, 2) as string[])
      .throwOnError();
    for (const one of done) {
      expect(one.created + one.updated).toBe(one.row_count);
      expect({ unchanged: one.unchanged, invalid: one.invalid }).toEqual({
        unchanged: 0,
        invalid: 0,
      });
    }
  } finally {
    await sql.end();
  }
});

test('a step that is sent twice at once is written once', async () => {
  const founder = await signUp('importer');
  const { id: project } = await createProject(founder, 'Inkwell');
  const { data: started } = await founder.client
    .rpc('start_import', {
      ...{ project_id: project, file_name: 'a.csv', file_hash: '', settings: {} },
      row_count: 2,
    })
    .throwOnError();
  const step = () =>
    founder.client
      .rpc('import_customers', {
        ...{ import_id: started.id, first_row: 0 },
        rows: [{ email: email(1) }, { email: email(2) }],
      })
      .throwOnError();
  const answers = await Promise.all([step(), step()]);
  const outcomes = answers.map(({ data }) => (data as { outcomes: string[] | null }).outcomes);
  expect(outcomes).toHaveLength(2);
  expect(outcomes).toContainEqual(['created', 'created']);
  expect(outcomes).toContain(null);
  const { data } = await founder.client.from('imports').select('created, rows_done').throwOnError();
  expect(data).toEqual([{ created: 2, rows_done: 2 }]);
});

test('members see the imports of their account, and strangers none', async () => {
  const founder = await signUp('importer');
  const { id: project } = await createProject(founder, 'Inkwell');
  await founder.client
    .rpc('start_import', {
      ...{ project_id: project, file_name: 'a.csv', file_hash: '', settings: {} },
      row_count: 1,
    })
    .throwOnError();
  const seen = async (who: typeof founder) =>
    (await who.client.from('imports').select('file_name').eq('project_id', project)).data;
  expect(await seen(await signUpViewer(founder))).toEqual([{ file_name: 'a.csv' }]);
  expect(await seen(await signUp('stranger'))).toEqual([]);
});
