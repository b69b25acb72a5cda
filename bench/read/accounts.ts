import type { Bench } from '../bench.ts';
import { measureReads, type Reading } from './measure.ts';

/** The GIN indexes as they would be without the account in front. */
const WITHOUT_ACCOUNT = {
  customers_search_idx:
    "public.customers using gin (lower(email || ' ' || coalesce(name, '')) extensions.gin_trgm_ops)",
  customer_projects_params_idx: 'public.customer_projects using gin (params jsonb_path_ops)',
};
/** What the GIN indexes are asked for. */
const QUERIES = [
  'search: a common part',
  'name contains',
  'plan is pro',
  'count: search',
  'count: search, a part that everybody has',
  'count: plan is pro',
];

export interface Comparison {
  name: string;
  ledMs: number;
  notLedMs: number;
  ratio: number;
}

/**
 * What one account waits for among many others of `each` people: with account_id in front of the GIN
 * indexes, and in the same database without.
 */
export async function compareAccounts(
  bench: Bench,
  accounts: number,
  each: number,
  times: number,
  say: (line: string) => void,
): Promise<Comparison[]> {
  const { admin } = bench;
  const definitions = await admin<{ name: string; definition: string }[]>`
    select indexname as name, indexdef as definition from pg_indexes
    where schemaname = 'public' and indexname = any (${Object.keys(WITHOUT_ACCOUNT)})`;
  const drop = () =>
    admin`drop index public.customers_search_idx, public.customer_projects_params_idx`;
  await drop();
  await addAccounts(bench, accounts, each);
  for (const { definition } of definitions) await admin.unsafe(definition);
  await analyze(bench);
  say(`With ${accounts} accounts of ${each} beside it, account_id in front`);
  const led = await measureReads(bench, times, say, QUERIES);
  await drop();
  for (const [name, on] of Object.entries(WITHOUT_ACCOUNT)) {
    await admin.unsafe(`create index ${name} on ${on}`);
  }
  await analyze(bench);
  say('\nThe same without account_id in front');
  const notLed = await measureReads(bench, times, say, QUERIES);
  return led.map(({ name, p50Ms }: Reading, i) => ({
    name,
    ledMs: p50Ms,
    notLedMs: notLed[i]!.p50Ms,
    ratio: Math.round((notLed[i]!.p50Ms / Math.max(p50Ms, 0.1)) * 10) / 10,
  }));
}

/** Copies of the first people of the measured account, each in so many accounts of their own. */
async function addAccounts({ admin, tenant }: Bench, accounts: number, each: number) {
  await admin.begin(async (sql) => {
    // The rows fit together, and each foreign key would be probed for every one of them.
    await sql`set local session_replication_role = replica`;
    await sql`
      create temp table neighbor on commit drop as
      select gen_random_uuid() as id, n from generate_series(1, ${accounts}::integer) n`;
    await sql`
      create temp table template on commit drop as
      select * from public.customers where account_id = ${tenant.accountId} order by id limit ${each}`;
    await sql`insert into public.accounts (id, name) select id, 'Account ' || n from neighbor`;
    await sql`
      insert into public.customers (account_id, id, email, name, first_seen_at)
      select n.id, md5(n.id::text || t.id)::uuid, t.email, t.name, t.first_seen_at
      from neighbor n cross join template t`;
    await sql`
      insert into public.customer_activity (account_id, customer_id, last_activity_at, name_at, project_count)
      select n.id, md5(n.id::text || t.id)::uuid, a.last_activity_at, a.name_at, a.project_count
      from neighbor n cross join template t
      join public.customer_activity a on a.account_id = t.account_id and a.customer_id = t.id`;
    await sql`
      insert into public.customer_projects
        (account_id, customer_id, project_id, status, status_at, params, params_at, first_seen_at, last_activity_at)
      select n.id, md5(n.id::text || t.id)::uuid, md5(n.id::text || cp.project_id)::uuid,
        cp.status, cp.status_at, cp.params, cp.params_at, cp.first_seen_at, cp.last_activity_at
      from neighbor n cross join template t
      join public.customer_projects cp on cp.account_id = t.account_id and cp.customer_id = t.id`;
  });
}

async function analyze({ admin }: Bench): Promise<void> {
  await admin`vacuum analyze public.customers, public.customer_activity, public.customer_projects`;
}
