import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { createProject, signUp, type Founder } from '../founder.ts';
import { CRON_SECRET, startStackWith, type OwnStack } from '../stack.ts';

/** Everything that is known of people. */
export const TABLES = `public.customers, public.customer_activity, public.customer_projects, public.customer_tags,
  public.customer_notes, public.status_changes, public.mrr_changes, private.import_changes, private.edits`;

/** Empties the tables of people, and what the planner knows of them. */
export const FORGET = `
  truncate public.customers cascade;
  delete from pg_statistic where starelid = any (string_to_array('${TABLES}', ',')::regclass[]);`;

/** An account on a stack of its own: its tables are emptied. */
export interface BulkAccount extends OwnStack {
  founder: Founder;
  project: string;
  /** An eighth of the people are in it. */
  smallProject: string;
}

export async function startBulkAccount(): Promise<BulkAccount> {
  const own = await startStackWith({ CRON_SECRET });
  const founder = await signUp('founder', own);
  const project = (await createProject(founder, 'Product A')).id;
  const smallProject = (await createProject(founder, 'Product B')).id;
  return { ...own, founder, project, smallProject };
}

/** Makes people with all that they can have, without triggers and checks of foreign keys, which would be most of the work. */
export async function addPeople(
  sql: postgres.TransactionSql,
  { founder, project, smallProject }: BulkAccount,
  from: number,
  to: number,
): Promise<void> {
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

/** Does something with people of the account, whose ids it is given. */
type Work = (sql: postgres.TransactionSql, account: BulkAccount, ids: string[]) => Promise<unknown>;

/** Does one of BULK as the owner of the account, with an eighth of the people. */
export async function doInAccount(
  sql: postgres.TransactionSql,
  account: BulkAccount,
  work: Work,
): Promise<void> {
  const claims = JSON.stringify({ sub: account.founder.userId, role: 'authenticated' });
  const ids = await sql`
    select id from public.customers
    order by id limit (select (count(*) + 7) / 8 from public.customers)`;
  await sql`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true)`;
  await work(
    sql,
    account,
    ids.map(({ id }) => id as string),
  );
  await sql`reset role`;
}

/** The most rows that are imported at a time. */
const ROWS = 500;

const FILTER = JSON.stringify({
  conditions: [
    { field: 'email', operator: 'contains', value: '1@' },
    { field: 'status', operator: 'is', value: ['free'] },
    { field: 'last_activity', operator: 'in_last', value: 1 },
  ],
});
/** Every function that counts or changes many people at once, by name. */
export const BULK: Record<string, Work> = {
  overview: (sql, { founder }) => sql`select public.overview(${founder.accountId})`,
  overview_period: (sql, { founder }) =>
    sql`select public.overview_period(${founder.accountId}, current_date - 364, current_date)`,
  export_customers: (sql, { founder }) =>
    sql`select public.export_customers(${founder.accountId}, null, 1000)`,
  set_status: (sql, { founder, project }, ids) =>
    sql`select public.set_status(${founder.accountId}, ${project}, 'paid', ${ids})`,
  set_status_matching: (sql, { founder, project }) =>
    sql`select public.set_status_matching(${founder.accountId}, ${project}, 'paid', ${FILTER}::text::jsonb)`,
  tag_customers: (sql, { founder }, ids) =>
    sql`select public.tag_customers(${founder.accountId}, 'new', ${ids})`,
  tag_matching: (sql, { founder }) =>
    sql`select public.tag_matching(${founder.accountId}, 'new', ${FILTER}::text::jsonb)`,
  untag_customers: (sql, { founder }, ids) =>
    sql`select public.untag_customers(${founder.accountId}, 'old', ${ids})`,
  untag_matching: (sql, { founder }) =>
    sql`select public.untag_matching(${founder.accountId}, 'old', ${FILTER}::text::jsonb)`,
  preview_status: (sql, { founder, project }, ids) =>
    sql`select public.preview_status(${founder.accountId}, ${project}, 'paid', ${ids})`,
  list_emails: (sql, { founder }) =>
    sql`select public.list_emails(${founder.accountId}, ${FILTER}::text::jsonb)`,
  undo_edit: async (sql, { founder, project }, ids) => {
    const edit = randomUUID();
    await sql`select public.set_status(${founder.accountId}, ${project}, 'paid', ${ids}, ${edit})`;
    await sql`select public.undo_edit(${founder.accountId}, ${edit})`;
  },
  erase_customers: (sql, { founder }, ids) =>
    sql`select public.erase_customers(${founder.accountId}, ${ids})`,
  erase_matching: async (sql, { founder }) => {
    const [matching] =
      await sql`select count(*)::integer from public.customers where email like '%1@%'`;
    await sql`select public.erase_matching(${founder.accountId}, ${FILTER}::text::jsonb, ${matching!.count})`;
  },
  delete_project: (sql, { smallProject }) =>
    sql`select public.delete_project(${smallProject}, 'Product B')`,
  'import_customers, undo_import': async (sql, { founder, project }, ids) => {
    const rows = await sql`
      select email::text, 'churned' as status from public.customers
      where account_id = ${founder.accountId} and id = any (${ids})`;
    const [started] = await sql`
      select id from public.start_import(${project}, 'people.csv', 'hash', ${rows.length}, '{}')`;
    const imported = [...rows.slice(rows.length / 2), ...strangers(rows.length / 2)];
    for (let first = 0; first < imported.length; first += ROWS) {
      const part = JSON.stringify(imported.slice(first, first + ROWS));
      await sql`select from public.import_customers(${started!.id}, ${first}, ${part}::text::jsonb)`;
    }
    for (let isUndone = false; !isUndone;) {
      const [left] = await sql`select undone_at from public.undo_import(${started!.id})`;
      isUndone = left!.undone_at !== null;
    }
  },
  // The scheduler of the dashboard has no session.
  weekly_summary: async (sql, { founder }) => {
    await sql`set local role anon`;
    await sql`select public.weekly_summary(${CRON_SECRET}, ${founder.accountId}, current_date - 7)`;
  },
  // Nor has that of the database.
  delete_due_accounts: async (sql, { founder }) => {
    await sql`reset role`;
    await sql`update public.accounts set deletion_at = now() where id = ${founder.accountId}`;
    await sql`select private.delete_due_accounts(1)`;
  },
};
const strangers = (count: number) =>
  Array.from({ length: Math.floor(count) }, (_, i) => ({ email: `stranger-${i}@example.com` }));
