import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { READS } from '../../web/lib/server/replica-reads.ts';
import { actAs } from '../soak/tenants.ts';
import { stack } from '../stack.ts';
import { clonePostgres, type Clone } from './clone-postgres.ts';
import { createWholeAccount } from './whole-account.ts';

let replica: Clone;
let here: postgres.Sql;
let there: postgres.Sql;
let account: Awaited<ReturnType<typeof createWholeAccount>>;
beforeAll(async () => {
  replica = await clonePostgres('replica');
  const connect = (url: string) => postgres(url, { max: 2, onnotice() {} });
  here = connect(stack().adminUrl);
  there = connect(replica.adminUrl);
  account = await createWholeAccount(here);
  await here`
    update private.overview_snapshots set counted_at = now() - interval '2 hours'
    where account_id = ${account.accountId}`;
  // What is committed here may not be flushed yet.
  const [written] = await here`select pg_current_wal_insert_lsn()::text as lsn`;
  for (let isBehind = true; isBehind;) {
    const [row] = await there`
      select pg_last_wal_replay_lsn() < ${written!.lsn as string}::pg_lsn as behind`;
    isBehind = row!.behind as boolean;
  }
});
afterAll(async () => {
  await Promise.all([here?.end(), there?.end()]);
  await replica?.stop();
});

/** Each function of the API that only reads, with arguments. */
function reads(): Record<string, string> {
  const { accountId, projects } = account;
  const mine = `'${accountId}'`;
  const project = `'${projects[0]!.id}'`;
  return {
    billing_owner: mine,
    billing_state: mine,
    count_customers: `${mine}, '{"search": "pat"}'`,
    export_customers: mine,
    get_customer: `${mine}, (select id from public.customers where email = 'pat@example.com')`,
    import_preview: `${project}, '[{"email": "pat@example.com"}]'`,
    list_emails: `${mine}, '{}'`,
    list_tags: mine,
    list_webhook_deliveries: `${mine}, gen_random_uuid()`,
    list_webhooks: mine,
    my_session: mine,
    my_sessions: '',
    notification_settings: mine,
    overview: mine,
    overview_period: `${mine}, current_date - 29, current_date`,
    preview_status: `${mine}, ${project}, 'paid', null, '{}'`,
    preview_undo: '(select id from public.imports limit 1)',
    read_audit_log: mine,
    read_invitation: "'no token'",
    recent_calls: project,
    search_customers: `${mine}, '{"search": "pat"}'`,
  };
}

const ask = (sql: postgres.Sql, call: string) =>
  actAs(sql, account.userId, async (user) => {
    const rows = await user.unsafe(`select to_jsonb(answer) as answer from public.${call} answer`);
    const answers = JSON.stringify(rows.map(({ answer }) => answer));
    return JSON.parse(answers, (key, value) => (key === 'counted_at' ? '' : value));
  });

test('a streaming replica answers every read of the dashboard', async () => {
  const functions = await here<{ name: string }[]>`
    select proname as name from pg_proc
    where pronamespace = 'public'::regnamespace and has_function_privilege('authenticated', oid, 'execute')
      and (provolatile <> 'v' or proname = 'overview')
    order by 1`;
  const tables = await here<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') and relpersistence = 'p'
      and has_any_column_privilege('authenticated', oid, 'select')`;
  expect(Object.keys(reads())).toEqual(functions.map(({ name }) => name));
  expect(Object.keys(reads())).toEqual(expect.arrayContaining([...READS]));

  for (const [name, args] of Object.entries(reads())) {
    const answer = await ask(there, `${name}(${args})`);
    const expected = await ask(here, `${name}(${args})`);
    // It has no row of an unlogged table.
    if (name === 'recent_calls') expected[0].refusals = [];
    expect(answer, name).toEqual(expected);
  }
  const rowsOf = (sql: postgres.Sql, name: string) =>
    actAs(sql, account.userId, (user) => user.unsafe(`select count(*) from public.${name}`));
  expect(tables.length).toBeGreaterThan(10);
  for (const { name } of tables) {
    expect(await rowsOf(there, name), name).toEqual(await rowsOf(here, name));
  }
});

test('what the overview kept is shown by a replica, and counted anew where it is old, but not kept', async () => {
  const old = `overview('${account.accountId}')`;
  const anew = `overview('${account.accountId}', 'mrr', true)`;
  const [counted] = await ask(there, old);
  expect(counted.per_project).toHaveLength(1);
  expect(await ask(there, anew)).toEqual([counted]);
});
