import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { confirmMove, moveAccount, previewMove } from '../../move/move-account.ts';
import type { Point } from '../../move/moves.ts';
import { actAs } from '../soak/tenants.ts';
import { TwoDatabases } from './two-databases.ts';

let two: TwoDatabases;
beforeAll(async () => void (two = await TwoDatabases.start()));
beforeEach(() => two.createAccount());
afterAll(() => two.stop());

test('every table belongs to accounts and is moved, but the stated ones', async () => {
  const rows = await two.here`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
      and n.nspname not in ('auth', 'cron', 'supabase_migrations', 'extensions')`;
  const moved = new Set(two.tables.map(({ name }) => name));
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
  expect(await two.filled(two.here)).toEqual(two.tables.map(({ name }) => name));
});

test('an account is moved, every row of it, and confirmed nothing of it is left', async () => {
  const before = await two.everyRow(two.here);
  const preview = await two.run(previewMove);
  expect(preview.map(({ name }) => name)).toEqual(two.tables.map(({ name }) => name));
  expect(await two.filled(two.there)).toEqual([]);

  await two.run(moveAccount);
  expect(await two.everyRow(two.there)).toEqual(before);
  expect(await two.users(two.there)).toEqual(await two.users(two.here));
  // A number of a transaction means nothing in another database.
  expect(
    await two.there`select begins_after from private.indexed_params where account_id = ${two.account.accountId}`,
  ).toEqual([{ begins_after: null }]);
  expect([await two.call(two.here), await two.call(two.there)]).toEqual([
    'unauthorized',
    'created',
  ]);
  await two.run(confirmMove);
  expect(await two.filled(two.here)).toEqual([]);
  expect(
    await two.here`select from private.account_moves where account_id = ${two.account.accountId}`,
  ).toEqual([]);
  expect(
    await two.there`select from private.account_moves where account_id = ${two.account.accountId}`,
  ).toEqual([]);
});

test('in the new database a viewer searches, counts, reads the overview and a customer', async () => {
  const asked = (sql: postgres.Sql) =>
    actAs(sql, two.account.viewerId, async (viewer) => {
      const [found] = await viewer`
        select id from public.search_customers(${two.account.accountId}, '{"search": "pat"}')`;
      return viewer`
        select public.count_customers(${two.account.accountId}, '{}') as count,
          public.overview(${two.account.accountId}) - 'counted_at' as overview,
          public.overview_period(${two.account.accountId}, current_date - 6, current_date) as period,
          public.get_customer(${two.account.accountId}, ${found!.id}) as customer`;
    });
  const before = await asked(two.here);
  await two.run(moveAccount);
  expect(await asked(two.there)).toEqual(before);
  await expect(asked(two.here)).rejects.toThrow('You are not a member of this account');
});

test('a delivery after the move has a number of its own', async () => {
  await two.here`select setval(pg_get_serial_sequence('public.receiver_deliveries', 'id'), 1000)`;
  await two.createAccount();
  await two.run(moveAccount);
  const [next] = await two.there`
    select nextval(pg_get_serial_sequence('public.receiver_deliveries', 'id'))::integer as id,
      (select max(id)::integer from public.receiver_deliveries where account_id = ${two.account.accountId}) as last`;
  expect(next!.id).toBeGreaterThan(next!.last as number);
});

test('whoever is erased during the copy and comes back is in the new database once', async () => {
  const { accountId, userId } = two.account;
  const reached = async (point: Point) => {
    if (point !== 'copied') return;
    await actAs(
      two.here,
      userId,
      (owner) => owner`
      select public.erase_customers(${accountId}, array(
        select id from public.customers where email = 'pat@example.com' and account_id = ${accountId}
      ))`,
    );
    await two.call(two.here, 'pat@example.com');
  };
  await two.run(moveAccount, reached);
  const people = (sql: postgres.Sql) =>
    sql`select id, email from public.customers where account_id = ${accountId} order by email`;
  expect(await people(two.there)).toEqual(await people(two.here));
});
