import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgres } from '../src/sources/postgres.ts';
import { collect } from './collect.fixture.ts';
import { startSecondPostgres } from './postgres-server.fixture.ts';

let server: Awaited<ReturnType<typeof startSecondPostgres>>;
let sql: postgres.Sql;

beforeAll(async () => {
  server = await startSecondPostgres();
  sql = postgres(server.url, { max: 1, onnotice() {} });
  await sql.unsafe(`
    create table "Users" (
      id bigint primary key, email text, full_name text, encrypted_password text, plan text, state text,
      mrr numeric, seats int, big numeric, beta boolean, settings jsonb, birthday date, photo bytea,
      created_at timestamptz, last_login timestamp
    );
    insert into "Users" values
      (1, 'Ana@Example.com', 'Ana Lima', '$2b$x', '007', 'active', 29.50, 3, 12345678901234567890, true,
        '{"theme": "dark"}', '1990-02-03', '\\x00', '2024-01-05 10:00:00.123456+02', '2024-06-01 08:00:00'),
      (2, 'not an email', null, null, null, null, null, null, null, null, null, null, null, null, null);
    create schema auth;
    create table auth.users (
      id uuid, email text, encrypted_password text, raw_user_meta_data jsonb, raw_app_meta_data jsonb,
      created_at timestamptz, last_sign_in_at timestamptz, deleted_at timestamptz
    );
    insert into auth.users values
      (gen_random_uuid(), 'sue@example.com', '$2b$', '{"full_name": "Sue"}', '{"provider": "google"}', '2024-02-01+00', '2024-02-02+00', null),
      (gen_random_uuid(), null, '', '{}', '{}', now(), null, null),
      (gen_random_uuid(), 'tim@example.com', '', '{"full_name": " ", "name": "Tim"}', '{"provider": "email"}', '2024-02-03+00', null, null),
      (gen_random_uuid(), 'gone@example.com', '', '{}', '{}', now(), null, now());
    create table many as select n, 'many' || n || '@example.com' as email, n % 7 as seats from generate_series(1, 12345) n;
  `);
});
afterAll(async () => {
  await sql?.end();
  await server?.stop();
});

test('a table comes with the types its database knows, and without its secrets', async () => {
  const { sent, invalid } = await collect(
    await openPostgres({ address: server.url, table: 'Users' }),
  );
  expect(invalid).toBe(1);
  expect(sent).toEqual([
    {
      ...{ email: 'ana@example.com', name: 'Ana Lima', status: 'paid' },
      params: {
        ...{ id: 1, plan: '007', mrr: 29.5, seats: 3, big: '12345678901234567890', beta: true },
        ...{ settings: { theme: 'dark' }, birthday: '1990-02-03' },
      },
      created_at: '2024-01-05T08:00:00.123456Z',
      seen_at: '2024-06-01T08:00:00Z',
    },
  ]);
});

test('a query and a mapping say exactly what comes', async () => {
  const query = 'select email, upper(plan) as tier, seats from "Users" where id = 1;';
  const source = await openPostgres({ address: server.url, query });
  const { sent } = await collect(source, { map: 'email,plan=tier,seats' });
  expect(sent).toEqual([{ email: 'ana@example.com', params: { plan: '007', seats: 3 } }]);
});

test('Supabase users come with their names and without the deleted ones', async () => {
  const { sent } = await collect(await openPostgres({ address: server.url, table: 'auth.users' }));
  expect(sent).toEqual([
    {
      ...{
        email: 'sue@example.com',
        name: 'Sue',
        params: { provider: 'google' },
      },
      created_at: '2024-02-01T00:00:00Z',
      seen_at: '2024-02-02T00:00:00Z',
    },
    {
      ...{ email: 'tim@example.com', name: 'Tim', params: { provider: 'email' } },
      created_at: '2024-02-03T00:00:00Z',
      seen_at: '2024-02-03T00:00:00Z',
    },
  ]);
});

test('a table of any size is read in pieces, each row once', async () => {
  const { sent } = await collect(await openPostgres({ address: server.url, table: 'many' }));
  expect(new Set(sent.map(({ email }) => email)).size).toBe(12_345);
  expect(sent).toHaveLength(12_345);
});

test('a query changes nothing, whatever it says', async () => {
  const query = `with gone as (delete from many returning email) select email from gone`;
  await expect(openPostgres({ address: server.url, query })).rejects.toThrow('Postgres: ');
  const side = `select email, setval('counted', 5) from many`;
  await sql`create sequence counted`;
  await expect(openPostgres({ address: server.url, query: side })).rejects.toThrow(
    'read-only transaction',
  );
  expect((await sql`select count(*)::int as n from many`)[0]).toEqual({ n: 12_345 });
});

test.each([
  ['no table', { table: 'nowhere' }, 'Postgres: relation "nowhere" does not exist'],
  ['nothing to read', {}, 'Say what to read: --table users'],
])('%s is said in words that help', async (_, what, message) => {
  await expect(openPostgres({ address: server.url, ...what })).rejects.toThrow(message);
});

test('a database that cannot be reached is said to be so', async () => {
  const address = 'postgres://nobody:x@127.0.0.1:1/none';
  await expect(openPostgres({ address, table: 'x' })).rejects.toThrow('Can’t reach Postgres');
});
