import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createProject, signUp, type Founder } from '../founder.ts';
import { stack } from '../stack.ts';

// "Import, select all, set status" on the first day: the tables are full, and nothing has been analyzed yet.
// Plans are made from default statistics then, so what is counted is the rows that they visit.

const PEOPLE = 4000;
const CHOSEN = 500;
/** Far above what one step for each person needs, far below a step for each person and row. */
const MOST_VISITED = 60 * PEOPLE;
const NO_STATISTICS = new Error('nothing of this stays');

interface Node {
  /** Not there when it was only explained. */
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  Plans?: Node[];
  [measure: string]: unknown;
}

let founder: Founder;
let project: string;
let sql: postgres.Sql;
let visited = 0;

beforeAll(async () => {
  founder = await signUp();
  project = (await createProject(founder, 'Product A')).id;
  sql = postgres(stack().adminUrl, {
    max: 1,
    prepare: false,
    onnotice: ({ message }) => (visited += rowsOf(message ?? '')),
  });
});
afterAll(() => sql.end());
beforeEach(() => void (visited = 0));

/** The rows that the plan in a message of auto_explain visited, those it threw away included. */
function rowsOf(message: string): number {
  const at = message.indexOf('{');
  if (!message.includes('plan:') || at < 0) return 0;
  const count = (node: Node): number => {
    const removed = Object.entries(node).filter(([measure]) => measure.startsWith('Rows Removed'));
    const rows = removed.reduce((sum, [, value]) => sum + Number(value), node['Actual Rows'] ?? 0);
    return (
      rows * (node['Actual Loops'] ?? 0) + (node.Plans ?? []).reduce((sum, n) => sum + count(n), 0)
    );
  };
  return count((JSON.parse(message.slice(at)) as { Plan: Node }).Plan);
}

/** Fills an account in a transaction, which autovacuum sees nothing of, and does something there as its owner. */
async function onFreshRows(
  planCacheMode: string,
  work: (sql: postgres.TransactionSql, ids: string[]) => Promise<unknown>,
) {
  const claims = JSON.stringify({ sub: founder.userId, role: 'authenticated' });
  const account = founder.accountId;
  await sql
    .begin(async (sql) => {
      // Without triggers and checks of foreign keys, which would be most of the work.
      await sql`set local session_replication_role = replica`;
      await sql`
        insert into public.customers (account_id, email, first_seen_at)
        select ${account}, 'person-' || i || '@example.com', now() from generate_series(1, ${PEOPLE}::integer) i`;
      await sql`
        insert into public.customer_activity (account_id, customer_id, last_activity_at, project_count)
        select account_id, id, now(), 1 from public.customers where account_id = ${account}`;
      await sql`
        insert into public.customer_projects
          (account_id, customer_id, project_id, status, status_at, params, params_at, first_seen_at, last_activity_at)
        select account_id, id, ${project}, 'free', now(), '{"plan": "pro"}', '{}', now(), now()
        from public.customers where account_id = ${account}`;
      await sql`
        insert into public.customer_tags (account_id, customer_id, tag)
        select account_id, id, 'old' from public.customers where account_id = ${account}`;
      const ids = (
        await sql`select id from public.customers where account_id = ${account} order by id limit ${CHOSEN}`
      ).map(({ id }) => id as string);
      await sql.unsafe(`
        set local session_replication_role = origin;
        load 'auto_explain';
        set local auto_explain.log_min_duration = 0; set local auto_explain.log_analyze = on;
        set local auto_explain.log_timing = off; set local auto_explain.log_format = json;
        set local auto_explain.log_nested_statements = on; set local client_min_messages = log;
        set local plan_cache_mode = ${planCacheMode};
        set local statement_timeout = '5min'`);
      await sql`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true)`;
      visited = 0;
      await work(sql, ids);
      throw NO_STATISTICS;
    })
    .catch((cause) => {
      if (cause !== NO_STATISTICS) throw cause;
    });
}

const FILTER = JSON.stringify({
  conditions: [
    { field: 'email', operator: 'contains', value: '9@' },
    { field: 'status', operator: 'is', value: ['free'] },
    { field: 'last_activity', operator: 'in_last', value: 1 },
  ],
});
/** Every function that counts or changes many people at once. */
const BULK: Record<string, (sql: postgres.TransactionSql, ids: string[]) => Promise<unknown>> = {
  overview: (sql) => sql`select public.overview(${founder.accountId})`,
  set_status: (sql, ids) =>
    sql`select public.set_status(${founder.accountId}, ${project}, 'paid', ${ids})`,
  set_status_matching: (sql) =>
    sql`select public.set_status_matching(${founder.accountId}, ${project}, 'paid', ${FILTER}::text::jsonb)`,
  tag_customers: (sql, ids) =>
    sql`select public.tag_customers(${founder.accountId}, 'new', ${ids})`,
  tag_matching: (sql) =>
    sql`select public.tag_matching(${founder.accountId}, 'new', ${FILTER}::text::jsonb)`,
  untag_customers: (sql, ids) =>
    sql`select public.untag_customers(${founder.accountId}, 'old', ${ids})`,
  erase_customers: (sql, ids) => sql`select public.erase_customers(${founder.accountId}, ${ids})`,
  erase_matching: (sql) =>
    sql`select public.erase_matching(${founder.accountId}, ${FILTER}::text::jsonb, ${PEOPLE / 10})`,
  delete_project: (sql) => sql`select public.delete_project(${project}, 'Product A')`,
  'import_customers and undo_import': async (sql, ids) => {
    const rows = await sql`
      select email::text, 'churned' as status from public.customers
      where account_id = ${founder.accountId} and id = any (${ids})`;
    const [started] = await sql`
      select id from public.start_import(${project}, 'people.csv', 'hash', ${rows.length}, '{}')`;
    const part = JSON.stringify([...rows.slice(0, 250), ...strangers(250)]);
    await sql`select from public.import_customers(${started!.id}, 0, ${part}::text::jsonb)`;
    await sql`select public.undo_import(${started!.id})`;
  },
};
const strangers = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ email: `stranger-${i}@example.com` }));

test.each(
  Object.keys(BULK)
    .flatMap((name) => ['auto', 'force_generic_plan'].map((mode) => [name, mode] as const))
    // A step of an import still compares its 500 with everybody when its plan is made without them.
    .filter(([name, mode]) => mode === 'auto' || !name.startsWith('import_customers')),
)('%s of rows that nobody analyzed visits no more than it needs (%s)', async (name, mode) => {
  await onFreshRows(mode, BULK[name]!);
  expect(visited).toBeGreaterThan(CHOSEN / 2);
  expect(visited).toBeLessThan(MOST_VISITED);
});
