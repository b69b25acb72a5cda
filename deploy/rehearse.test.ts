import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, signUp } from '../tests/founder.ts';
import { startStack, type OwnStack } from '../tests/stack.ts';
import { rehearse } from './rehearse.ts';
import { scramVerifier } from './scram.ts';
import { readSettings, type Line } from './settings.ts';

// In a database that nobody uses: the one that the tests share has accounts.
let stack: OwnStack;
let lines: Line[];
beforeAll(async () => {
  stack = await startStack();
  lines = await rehearse(settings());
});
afterAll(() => stack?.stop());

const settings = () => {
  const { dbUrl, ingestUrl, ingestDbUrl, readDbUrl } = stack as OwnStack & {
    ingestDbUrl: string;
    readDbUrl: string;
  };
  return readSettings({
    DB_URL: dbUrl,
    INGEST_URL: ingestUrl,
    INGEST_DB_URL: ingestDbUrl,
    READ_DB_URL: readDbUrl,
  });
};
const textOf = (name: string) => lines.find((line) => line.name === name)?.text;

test('the rehearsal loses no acknowledged call while connections are cut', () => {
  expect(lines.filter(({ ok }) => !ok)).toEqual([]);
  expect(textOf('Cut')).toMatch(/^\d+ connections in mid-load$/);
  expect(textOf('Calls')).toMatch(/of 1000 acknowledged, 0 of them lost/);
});

test('it leaves nothing behind', async () => {
  expect(textOf('Clean up')).toBe('nothing is left');
  const sql = connect(stack.dbUrl);
  const [row] = await sql`
    select (select count(*)::int from auth.users) as users, (select count(*)::int from public.api_keys) as keys`;
  await sql.end();
  expect(row).toEqual({ users: 0, keys: 0 });
});

test('a project that somebody uses is refused, and stays as it is', async () => {
  const founder = await signUp('in-use', stack);
  expect(await rehearse(settings())).toEqual([
    { name: 'Rehearsal', ok: false, text: expect.stringContaining('has 1 account(s)') },
  ]);
  const { data } = await founder.client.from('accounts').select('id').throwOnError();
  expect(data).toHaveLength(1);
});

test('a role signs in with the password that the database knows by its verifier alone', async () => {
  const sql = connect(stack.dbUrl);
  await sql.unsafe(`alter role billing password '${scramVerifier('of billing')}'`);
  await sql.end();
  const { host, pathname } = new URL(stack.dbUrl);
  const billing = connect(`postgres://billing:of%20billing@${host}${pathname}`);
  const [row] = await billing`select current_user::text as name`;
  await billing.end();
  expect(row!.name).toBe('billing');
  await expect(connect(`postgres://billing:other@${host}${pathname}`)`select 1`).rejects.toThrow();
});
