import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { digestRows, listAccountTables, type AccountTable } from '../../move/account-tables.ts';
import { confirmMove, moveAccount, previewMove } from '../../move/move-account.ts';
import type { Options, Point } from '../../move/moves.ts';
import { undoMove } from '../../move/way-back.ts';
import { actAs } from '../soak/tenants.ts';
import { stack } from '../stack.ts';
import { clonePostgres, type Clone } from './clone-postgres.ts';
import { createWholeAccount, identify } from './whole-account.ts';

const connect = (url: string, max = 1) => postgres(url, { max, prepare: false, onnotice() {} });

let target: Clone;
let here: postgres.Sql;
let there: postgres.Sql;
let tables: AccountTable[];
let account: Awaited<ReturnType<typeof createWholeAccount>>;
beforeAll(async () => {
  target = await clonePostgres('independent');
  here = connect(stack().adminUrl, 5);
  there = connect(target.adminUrl, 5);
  tables = await listAccountTables(here);
});
beforeEach(async () => void (account = await createWholeAccount(here)));
afterAll(async () => {
  await Promise.all([here.end({ timeout: 1 }), there.end({ timeout: 1 })]);
  await target.stop();
});

/** Runs a command as npm run move-account does. */
async function run<T>(
  command: (options: Options) => Promise<T>,
  options: Partial<Options> = {},
): Promise<T> {
  const from = connect(stack().dbUrl);
  const to = connect(target.dbUrl);
  try {
    const step: Options['step'] = (_, run) => run();
    return await command({ from, to, account: account.accountId, step, ...options });
  } finally {
    await Promise.all([from.end({ timeout: 1 }), to.end({ timeout: 1 })]);
  }
}

/** As when the machine goes down at a point: whoever runs the command does nothing more. */
async function interrupt(command: (options: Options) => Promise<unknown>, at: Point) {
  const from = connect(stack().dbUrl);
  const to = connect(target.dbUrl);
  const reached = async (point: Point) => {
    if (point !== at) return;
    await Promise.all([from.end({ timeout: 0 }), to.end({ timeout: 0 })]);
    throw new Error('interrupted');
  };
  await expect(run(command, { from, to, reached })).rejects.toThrow('interrupted');
}

/** Every table's rows of the account: their number and the MD5 of all of them. */
async function everyRow(sql: postgres.Sql) {
  const found: Record<string, string> = {};
  await sql.begin(async (all) => {
    await all`set local timezone = 'UTC'`;
    for (const table of tables) {
      const { rows, md5 } = await digestRows(all, table, account.accountId);
      found[table.name] = `${rows} ${md5}`;
    }
  });
  return found;
}

/** The tables that have rows of the account. */
async function filled(sql: postgres.Sql): Promise<string[]> {
  const rows = Object.entries(await everyRow(sql));
  return rows.filter(([, digest]) => !digest.startsWith('0 ')).map(([name]) => name);
}

const users = (sql: postgres.Sql) =>
  sql`select * from auth.users where id in ${sql([account.userId, account.viewerId])} order by id`;

const call = (sql: postgres.Sql) =>
  identify(sql, account.projects[0]!.apiKey, { email: 'new@example.com' });

test('every table belongs to accounts and is moved, but the stated ones', async () => {
  const rows = await here`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
      and n.nspname not in ('auth', 'supabase_migrations', 'extensions')`;
  const moved = new Set(tables.map(({ name }) => name));
  expect(
    rows
      .map(({ name }) => name)
      .filter((name) => !moved.has(name))
      .sort(),
  ).toEqual([
    'private.account_moves',
    'private.attempts',
    'private.billing_settings',
    'private.notification_sender',
    'private.stripe_events',
  ]);
  // So that each of them is in the tests below.
  expect(await filled(here)).toEqual(tables.map(({ name }) => name));
});

test('an account is moved, every row of it, and confirmed nothing of it is left', async () => {
  const before = await everyRow(here);
  const preview = await run(previewMove);
  expect(preview.map(({ name }) => name)).toEqual(tables.map(({ name }) => name));
  expect(await filled(there)).toEqual([]);

  await run(moveAccount);
  expect(await everyRow(there)).toEqual(before);
  expect(await users(there)).toEqual(await users(here));
  // A number of a transaction means nothing in another database.
  expect(
    await there`select begins_after from private.indexed_params where account_id = ${account.accountId}`,
  ).toEqual([{ begins_after: null }]);
  expect([await call(here), await call(there)]).toEqual(['unauthorized', 'created']);
  await run(confirmMove);
  expect(await filled(here)).toEqual([]);
  expect(
    await here`select from private.account_moves where account_id = ${account.accountId}`,
  ).toEqual([]);
  expect(
    await there`select from private.account_moves where account_id = ${account.accountId}`,
  ).toEqual([]);
});

test('in the new database a viewer searches, counts, reads the overview and a customer', async () => {
  const asked = (sql: postgres.Sql) =>
    actAs(sql, account.viewerId, async (viewer) => {
      const [found] = await viewer`
        select id from public.search_customers(${account.accountId}, '{"search": "alex"}')`;
      return viewer`
        select public.count_customers(${account.accountId}, '{}') as count,
          public.overview(${account.accountId}, 7) - 'counted_at' as overview,
          public.get_customer(${account.accountId}, ${found!.id}) as customer`;
    });
  const before = await asked(here);
  await run(moveAccount);
  expect(await asked(there)).toEqual(before);
  await expect(asked(here)).rejects.toThrow('You are not a member of this account');
});

test('a delivery after the move has a number of its own', async () => {
  await here`select setval(pg_get_serial_sequence('public.receiver_deliveries', 'id'), 1000)`;
  account = await createWholeAccount(here);
  await run(moveAccount);
  const [next] = await there`
    select nextval(pg_get_serial_sequence('public.receiver_deliveries', 'id'))::integer as id,
      (select max(id)::integer from public.receiver_deliveries where account_id = ${account.accountId}) as last`;
  expect(next!.id).toBeGreaterThan(next!.last as number);
});

test.each<Point>(['noted', 'copied', 'closed', 'open'])(
  'interrupted when it is %s, a move is run again or undone',
  async (point) => {
    const before = await everyRow(here);
    await interrupt(moveAccount, point);
    await run(undoMove);
    expect(await everyRow(here)).toEqual(before);
    expect(await filled(there)).toEqual([]);
    expect(await users(there)).toEqual([]);
    await interrupt(moveAccount, point);
    if (point === 'open') await expect(run(moveAccount)).rejects.toThrow('has moved already');
    else await run(moveAccount);
    expect(await everyRow(there)).toEqual(before);
  },
);

test('undone after it was used in the new database, an account has what was written there', async () => {
  await run(moveAccount);
  expect(await call(there)).toBe('created');
  await there`
    delete from public.customer_tags where account_id = ${account.accountId}`;
  const before = await everyRow(there);
  await interrupt(undoMove, 'closed');
  await expect(run(moveAccount)).rejects.toThrow('Finish it: run this with --undo');
  await interrupt(undoMove, 'open');
  await run(undoMove);
  expect(await everyRow(here)).toEqual(before);
  expect(await filled(there)).toEqual([]);
  expect(await call(here)).toBe('updated');
});

test('interrupted when it is removed, a confirmation is run again', async () => {
  await run(moveAccount);
  const before = await everyRow(there);
  await interrupt(confirmMove, 'removed');
  await expect(run(undoMove)).rejects.toThrow('The move is confirmed');
  await run(confirmMove);
  expect(await everyRow(there)).toEqual(before);
  await expect(run(confirmMove)).rejects.toThrow('has not moved yet');
});
