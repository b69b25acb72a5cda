import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { connect, createProject, signUp } from '../../tests/founder.ts';
import { stack } from '../../tests/stack.ts';
import { CASES } from '../src/table/cases.fixture.ts';
import { serve } from './http-server.fixture.ts';

const run = promisify(execFile);
let folder: string;
let cli: string;

/** Runs the built program in a folder of its own, with nothing in its environment but these. */
function start(args: string[], env: Record<string, string>) {
  return run(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, TINYCRM_URL: stack().ingestUrl, ...env },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      stdout,
      stderr,
    }),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tinycrm-cli-'));
  cli = join(folder, 'cli.mjs');
  await run(process.execPath, ['importer/build.mjs', cli]);
  const rows = Array.from({ length: 1200 }, (_, n) => `many${n}@example.com,${n % 7}`);
  await writeFile(join(folder, 'many.csv'), `email,seats\n${rows.join('\n')}\n`);
});

test('the program brings a file into a project, and a second run makes nobody anew', async () => {
  const { apiKey, id } = await createProject(await signUp('importer'), 'Inkwell');
  const env = { TINYCRM_KEY: apiKey };
  const first = await start(['many.csv'], env);
  expect(first.stdout).toContain('1,200 created, 0 updated, 0 unchanged');
  expect(first.code).toBe(0);
  expect((await start(['many.csv'], env)).stdout).toContain(
    '0 created, 0 updated, 1,200 unchanged',
  );
  const sql = connect(stack().dbUrl);
  const [row] = await sql`
    select count(*)::int as people, count(*) filter (where params @> '{"seats": 3}')::int as three
    from public.customer_projects where project_id = ${id}`;
  await sql.end();
  expect(row).toEqual({ people: 1200, three: 171 });
});

test('undo takes back what an import made and changed, and leaves alone who changed since', async () => {
  const { apiKey, id } = await createProject(await signUp('importer'), 'Inkwell');
  const env = { TINYCRM_KEY: apiKey };
  const identify = (body: object) =>
    fetch(`${stack().ingestUrl}/identify`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const before = { email: 'ann@undo.example', name: null, params: { plan: 'pro' }, notes: [] };
  await identify({ email: before.email, params: before.params });
  await writeFile(
    join(folder, 'undo.csv'),
    'email,name,plan\nann@undo.example,Ann,max\nnew@undo.example,New,max\nlater@undo.example,Later,max\n',
  );
  const imported = await start(['undo.csv'], env);
  expect(imported.stdout).toContain('2 created, 1 updated, 0 unchanged');
  const [command] = /undo [0-9a-f-]{36}/.exec(imported.stdout)!;
  await identify({ email: 'later@undo.example', params: { plan: 'ultra' } });

  const undone = await start(command.split(' '), env);
  expect(undone.stdout).toMatch(
    /^Undid the import of undo\.csv from .* UTC: 1 removed, 1 restored\. 1 kept, because they changed since\.\n$/,
  );
  expect(undone.code).toBe(0);
  expect(await customersOf(id)).toEqual([
    before,
    { email: 'later@undo.example', name: 'Later', params: { plan: 'ultra' }, notes: [] },
  ]);
});

test('undo without an id is of the latest import of the same key, and of no other', async () => {
  const { apiKey, id } = await createProject(await signUp('importer'), 'Inkwell');
  const env = { TINYCRM_KEY: apiKey };
  await start(['many.csv'], env);
  await writeFile(join(folder, 'last.csv'), 'email\nlast@undo.example\n');
  await start(['last.csv'], env);
  const other = await createProject(await signUp('importer'), 'Inkwell');
  const nothing = await start(['undo'], { TINYCRM_KEY: other.apiKey });
  expect([nothing.code, nothing.stderr]).toEqual([1, expect.stringContaining('no such import')]);
  for (let n = 0; n < 2; n++) {
    expect((await start(['undo'], env)).stdout).toContain('last.csv');
    expect(await customersOf(id)).toHaveLength(1200);
  }
});

async function customersOf(project: string) {
  const sql = connect(stack().dbUrl);
  const rows = await sql`
    select c.email, c.name, cp.params,
      array(select n.body from public.customer_notes n where n.customer_id = c.id) as notes
    from public.customers c
    join public.customer_projects cp on cp.customer_id = c.id
    where cp.project_id = ${project} order by c.email`;
  await sql.end();
  return [...rows];
}

test('a file with mixed line ends has all its rows, and the column called Email counts', async () => {
  const { apiKey, id } = await createProject(await signUp('importer'), 'Inkwell');
  const env = { TINYCRM_KEY: apiKey };
  await writeFile(join(folder, 'ends.csv'), CASES.mixedLineEnds);
  await writeFile(join(folder, 'referred.csv'), CASES.referredByEmail);
  expect((await start(['ends.csv'], env)).stdout).toContain('3 created');
  const { code, stdout, stderr } = await start(['referred.csv'], env);
  expect([code, stdout]).toEqual([0, expect.stringContaining('3 created')]);
  expect(stderr).toContain(
    'Warning: “Email” is used as the customer’s email, because its name is the clearest.',
  );
  expect((await customersOf(id)).map(({ email, name }) => `${name} ${email}`)).toEqual([
    'Ann ann@le.example',
    'Ann Lee ann@ref.example',
    'Bob bob@le.example',
    'Bob Ray bob@ref.example',
    'Cyd cyd@le.example',
    'Cyd Poe cyd@ref.example',
  ]);
});

test('what is doubtful in a file is shown with its line, and nothing is written until it is accepted', async () => {
  const { apiKey, id } = await createProject(await signUp('importer'), 'Inkwell');
  const env = { TINYCRM_KEY: apiKey };
  await writeFile(join(folder, 'quote.tsv'), CASES.strayQuote);
  const refused = await start(['quote.tsv'], env);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(
    /Warning: line 2: note: “"large box” begins with a quote.*\nNothing was sent/s,
  );
  expect(await customersOf(id)).toEqual([]);

  expect((await start(['quote.tsv', '--dry-run'], env)).stdout).toContain('3 of 3 rows can be');
  expect((await start(['quote.tsv', '--accept-warnings'], env)).stdout).toContain('3 created');
  expect(await customersOf(id)).toEqual([
    { email: 'ann@q.example', name: null, params: {}, notes: ['"large box'] },
    { email: 'bob@q.example', name: null, params: {}, notes: ['ok'] },
    { email: 'cyd@q.example', name: null, params: {}, notes: ['ok'] },
  ]);
});

test('standard input is read like a file, and nothing of it stays behind', async () => {
  const { apiKey, id } = await createProject(await signUp('importer'), 'Inkwell');
  const left = join(folder, 'left');
  await mkdir(left);
  const child = spawn(process.execPath, [cli, '-'], {
    cwd: folder,
    env: {
      ...{ PATH: process.env.PATH, TINYCRM_URL: stack().ingestUrl },
      ...{ TINYCRM_KEY: apiKey, TMPDIR: left },
    },
  });
  child.stdin!.end(CASES.mixedLineEnds.replaceAll(',', ';'));
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(0);
  expect((await customersOf(id)).map(({ name }) => name)).toEqual(['Ann', 'Bob', 'Cyd']);
  expect(await readdir(left)).toEqual([]);
});

test('a key that is not valid ends it, and says so', async () => {
  const { code, stderr } = await start(['many.csv'], { TINYCRM_KEY: 'tcrm_proj_wrong' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/key/);
});

test('after Ctrl-C it finishes what is under way and says where to go on', async () => {
  const rows = Array.from({ length: 20_000 }, (_, n) => `slow${n}@example.com`);
  await writeFile(join(folder, 'slow.csv'), `email\n${rows.join('\n')}\n`);
  const results = Array.from({ length: 500 }, (_, index) => ({
    index,
    status: 200,
    outcome: 'created',
  }));
  const server = await serve(({ pathname }) => {
    if (pathname === '/import/start') return { body: { import_id: 'x' } };
    if (server.asked.length === 2) child.kill('SIGINT');
    return { body: { results } };
  });
  const child = spawn(process.execPath, [cli, 'slow.csv'], {
    cwd: folder,
    env: { PATH: process.env.PATH, TINYCRM_URL: server.url, TINYCRM_KEY: 'x' },
  });
  let errors = '';
  child.stderr!.on('data', (data: Buffer) => (errors += data));
  const [code] = (await once(child, 'close')) as [number];
  await server.close();
  expect(code).toBe(1);
  const next = Number(/Resume with --from (\d+)\./.exec(errors)?.[1]);
  // The last request has the rows that were read by then.
  const batches = server.asked.length - 1;
  expect(next).toBeGreaterThan((batches - 1) * 500 + 1);
  expect(next).toBeLessThanOrEqual(batches * 500 + 1);
  expect(next).toBeLessThan(20_000);
});

test('invalid rows are told by its exit code and written to a file', async () => {
  await writeFile(join(folder, 'bad.csv'), 'email\na@example.com\nnobody\n');
  const { code, stdout, stderr } = await start(
    ['bad.csv', '--dry-run', '--invalid', 'bad.out.csv'],
    {},
  );
  expect(code).toBe(1);
  expect(stdout).toContain('1 of 2 rows can be imported. Nothing was sent.');
  expect(stdout).toContain('1 invalid, in bad.out.csv.');
  expect(stderr).toContain('Line 3: email: Not a valid email');
});

test.each([
  ['nothing to import', [], {}, 'Choose what to import.'],
  ['no key', ['many.csv'], {}, 'Set TINYCRM_KEY'],
  ['an option it has not', ['many.csv', '--fast'], { TINYCRM_KEY: 'x' }, '--fast'],
  [
    'a row that is no number',
    ['many.csv', '--from', 'x'],
    { TINYCRM_KEY: 'x' },
    '--from is the number',
  ],
])('with %s it says how to ask', async (_, args, env, message) => {
  const { code, stderr } = await start(args, env as unknown as Record<string, string>);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});
