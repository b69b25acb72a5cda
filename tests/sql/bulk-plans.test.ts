import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProject, signUp, type Founder } from '../founder.ts';
import { startStack, type OwnStack } from '../stack.ts';

// "Import, select all, set status" on the first day: the tables are full, and what the planner knows of them is
// old or nothing. Of four times as many people, four times as many chosen, a plan may visit four times as much;
// one that compares each of the chosen with everybody visits sixteen times as much.

const FEW = 250;
const MANY = 4 * FEW;
const MAX_GROWTH = 6;
const NOTHING_STAYS = new Error('nothing of this stays');

/**
 * When autovacuum last looked, and the plan_cache_mode. "nearly empty": an account with one person, which makes
 * every column unique. Each with both modes finds nothing more, and takes twice as long.
 */
const KNOWN = [
  ['never', 'force_generic_plan'],
  ['while empty', 'auto'],
  ['while nearly empty', 'force_generic_plan'],
  ['when full', 'auto'],
] as const;
const TABLES = `public.customers, public.customer_activity, public.customer_projects, public.customer_tags,
  public.customer_notes, public.status_changes, private.import_changes`;

interface Node {
  /** Not there when it was only explained. */
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Shared Hit Blocks'?: number;
  'Shared Read Blocks'?: number;
  Plans?: Node[];
  [measure: string]: unknown;
}
type Work = (sql: postgres.TransactionSql, ids: string[]) => Promise<unknown>;

// Its own, since its tables are emptied and what is known of them is forgotten.
let own: OwnStack;
let founder: Founder;
let project: string;
/** An eighth of the people are in it. */
let smallProject: string;

beforeAll(async () => {
  own = await startStack();
  founder = await signUp('founder', own);
  project = (await createProject(founder, 'Product A')).id;
  smallProject = (await createProject(founder, 'Product B')).id;
});
afterAll(() => own.stop());

/** The plan in a message of auto_explain. */
function planOf(message: string): Node | undefined {
  const at = message.indexOf('{');
  if (!message.includes('plan:') || at < 0) return;
  return (JSON.parse(message.slice(at)) as { Plan: Node }).Plan;
}

/** The rows that a plan visited, those it threw away included. */
function rowsOf(node: Node): number {
  const removed = Object.entries(node).filter(([measure]) => measure.startsWith('Rows Removed'));
  const rows = removed.reduce((sum, [, value]) => sum + Number(value), node['Actual Rows'] ?? 0);
  return (
    rows * (node['Actual Loops'] ?? 0) + (node.Plans ?? []).reduce((sum, n) => sum + rowsOf(n), 0)
  );
}

/** Makes people with all that they can have, without triggers and checks of foreign keys, which would be most of the work. */
async function addPeople(sql: postgres.TransactionSql, from: number, to: number) {
  const account = founder.accountId;
  await sql`set local session_replication_role = replica`;
  await sql`
    with person as (
      insert into public.customers (account_id, email, first_seen_at)
      select ${account}, 'person-' || i || '@example.com', now()
      from generate_series(${from}::integer, ${to}::integer) i
      returning account_id, id, email
    ),
    activity as (
      insert into public.customer_activity (account_id, customer_id, last_activity_at, project_count)
      select account_id, id, now(), 1 from person
    ),
    customer_project as (
      insert into public.customer_projects
        (account_id, customer_id, project_id, status, status_at, params, params_at, first_seen_at, last_activity_at)
      select account_id, id, project, 'free', now(), '{"plan": "pro"}', '{}', now(), now()
      from person cross join lateral (
        select split_part(split_part(email, '@', 1), '-', 2)::integer as i
      ) numbered
      cross join lateral (
        select ${project}::uuid as project where i % 8 <> 0
        union all
        select ${smallProject}::uuid where i % 8 = 0 or i = 1
      ) project
    )
    insert into public.customer_tags (account_id, customer_id, tag) select account_id, id, 'old' from person`;
  await sql`set local session_replication_role = origin`;
}

/** Does it as the owner of the account, with an eighth of the people. */
async function doAsOwner(sql: postgres.TransactionSql, work: Work) {
  const claims = JSON.stringify({ sub: founder.userId, role: 'authenticated' });
  const ids = await sql`
    select id from public.customers
    order by id limit (select (count(*) + 7) / 8 from public.customers)`;
  await sql`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true)`;
  await work(
    sql,
    ids.map(({ id }) => id as string),
  );
  await sql`reset role`;
}

/** What something takes: rows visited, and pages read by way of indexes. */
interface Cost {
  rows: number;
  pages: number;
}

/**
 * What each of BULK takes in an account of so many people. Nothing of one is there for the next.
 * The connection did it before, when there was one person: plans that are kept are those for one.
 */
async function costs(
  people: number,
  analyzed: (typeof KNOWN)[number][0],
  planCacheMode: string,
): Promise<Map<string, Cost>> {
  const found = new Map<string, Cost>();
  let rows = 0;
  let pages = 0;
  const sql = postgres(own.adminUrl, {
    max: 1,
    prepare: false,
    onnotice({ message }) {
      const plan = planOf(message ?? '');
      if (!plan) return;
      rows += rowsOf(plan);
      // Those of a function are also those of the statement that called it.
      pages = Math.max(pages, (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0));
    },
  });
  // In one transaction, which autovacuum sees nothing of.
  await sql
    .begin(async (sql) => {
      const analyzeIf = (when: typeof analyzed) =>
        when === analyzed && sql.unsafe(`analyze ${TABLES}`);
      const doEach = async () => {
        for (const [name, work] of Object.entries(BULK)) {
          rows = pages = 0;
          await sql`savepoint before`;
          await doAsOwner(sql, work);
          await sql`rollback to savepoint before`;
          found.set(name, { rows, pages });
        }
      };
      await sql.unsafe(`
        truncate public.customers cascade;
        delete from pg_statistic where starelid = any (string_to_array('${TABLES}', ',')::regclass[]);
        set local plan_cache_mode = ${planCacheMode}; set local statement_timeout = '5min'`);
      await analyzeIf('while empty');
      await addPeople(sql, 1, 1);
      await analyzeIf('while nearly empty');
      await doEach();
      await addPeople(sql, 2, people);
      await analyzeIf('when full');
      await sql.unsafe(`
        load 'auto_explain';
        set local auto_explain.log_min_duration = 0; set local auto_explain.log_analyze = on;
        set local auto_explain.log_buffers = on; set local auto_explain.log_timing = off;
        set local auto_explain.log_format = json; set local auto_explain.log_nested_statements = on;
        set local client_min_messages = log`);
      await doEach();
      throw NOTHING_STAYS;
    })
    .catch((cause) => {
      if (cause !== NOTHING_STAYS) throw cause;
    });
  await sql.end();
  return found;
}

const FILTER = JSON.stringify({
  conditions: [
    { field: 'email', operator: 'contains', value: '1@' },
    { field: 'status', operator: 'is', value: ['free'] },
    { field: 'last_activity', operator: 'in_last', value: 1 },
  ],
});
/** Every function that counts or changes many people at once. */
const BULK: Record<string, Work> = {
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
  erase_matching: async (sql) => {
    const [matching] =
      await sql`select count(*)::integer from public.customers where email like '%1@%'`;
    await sql`select public.erase_matching(${founder.accountId}, ${FILTER}::text::jsonb, ${matching!.count})`;
  },
  delete_project: (sql) => sql`select public.delete_project(${smallProject}, 'Product B')`,
  'import_customers and undo_import': async (sql, ids) => {
    const rows = await sql`
      select email::text, 'churned' as status from public.customers
      where account_id = ${founder.accountId} and id = any (${ids})`;
    const [started] = await sql`
      select id from public.start_import(${project}, 'people.csv', 'hash', ${rows.length}, '{}')`;
    const part = JSON.stringify([...rows.slice(rows.length / 2), ...strangers(rows.length / 2)]);
    await sql`select from public.import_customers(${started!.id}, 0, ${part}::text::jsonb)`;
    await sql`select public.undo_import(${started!.id})`;
  },
};
const strangers = (count: number) =>
  Array.from({ length: Math.floor(count) }, (_, i) => ({ email: `stranger-${i}@example.com` }));

describe.each(KNOWN)('analyzed %s (%s)', (when, mode) => {
  let few: Map<string, Cost>;
  let many: Map<string, Cost>;
  beforeAll(async () => {
    few = await costs(FEW, when, mode);
    many = await costs(MANY, when, mode);
  });

  test.each(Object.keys(BULK))('%s takes as much more as there are more people', (name) => {
    expect(few.get(name)!.rows).toBeGreaterThan(FEW / 8);
    expect(many.get(name)!.rows / few.get(name)!.rows).toBeLessThan(MAX_GROWTH);
    expect(many.get(name)!.pages / few.get(name)!.pages).toBeLessThan(MAX_GROWTH);
  });
});
