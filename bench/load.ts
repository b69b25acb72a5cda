import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';
import { person, scattered, uuidOf } from './people.ts';

/** An account with its projects, and a key for each. */
export interface Tenant {
  accountId: string;
  projects: { id: string; apiKey: string }[];
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Slow to keep while millions of rows come, quick to make afterward. No foreign key uses them. */
const REBUILT_INDEXES = ['customers_search_idx', 'customer_projects_params_idx'];

/** The tables and the columns that are filled; the others have their defaults. */
const COLUMNS: Record<string, string> = {
  customers: 'customers (account_id, id, email, name, first_seen_at)',
  customer_activity:
    'customer_activity (account_id, customer_id, last_activity_at, name_at, project_count)',
  customer_projects:
    'customer_projects (account_id, customer_id, project_id, status, status_at, params, params_at, first_seen_at, last_activity_at)',
  status_changes:
    'status_changes (account_id, customer_id, project_id, from_status, to_status, changed_at)',
  mrr_changes:
    'mrr_changes (account_id, customer_id, project_id, day, mrr, mrr_before, currency, currency_before, is_first)',
};

/**
 * Copies people `from` up to `to` (not included) into the account, with their projects, params,
 * activity and history: 2.5 customer_projects each. `admin`: the superuser. 1,000,000 take about two minutes.
 */
export async function loadCustomers(
  admin: postgres.Sql,
  tenant: Tenant,
  from: number,
  to: number,
): Promise<void> {
  const definitions = await admin<{ name: string; definition: string }[]>`
    select c.relname as name, pg_get_indexdef(c.oid) as definition
    from pg_class c join pg_namespace s on s.oid = c.relnamespace
    where s.nspname = 'public' and c.relname = any (${REBUILT_INDEXES})`;
  const connection = await admin.reserve();
  try {
    for (const { name } of definitions) await connection.unsafe(`drop index public.${name}`);
    // No triggers: the rows fit together, and each foreign key would be probed a million times.
    await connection`set session_replication_role = replica`;
    for (const [table, rows] of Object.entries(tables(tenant, from, to))) {
      const sink = await connection.unsafe(`copy public.${COLUMNS[table]} from stdin`).writable();
      await pipeline(Readable.from(chunks(rows)), sink);
    }
    await connection`set session_replication_role = origin`;
    await connection`
      insert into public.param_keys (account_id, project_id, key, type, samples)
      select ${tenant.accountId}, project, key, type, '[]'
      from unnest(${tenant.projects.map(({ id }) => id)}::uuid[]) project,
        (values ('plan', 'text'), ('country', 'text'), ('seats', 'number'), ('mrr', 'number')) known (key, type)
      on conflict do nothing`;
    await connection`set maintenance_work_mem = '256MB'`;
    for (const { definition } of definitions) await connection.unsafe(definition);
    for (const table of Object.keys(tables(tenant, 0, 0))) {
      await connection.unsafe(`vacuum analyze public.${table}`);
    }
    await connection.unsafe('checkpoint');
  } finally {
    connection.release();
  }
}

/** The rows of each table, in COPY's text format. None of the values needs escaping. */
function tables({ accountId, projects }: Tenant, from: number, to: number) {
  const now = Date.now();
  // Somewhere in the last 700 days, and somewhere since then.
  const age = (n: number) => (scattered(n, 4) / 2 ** 32) * 700 * DAY_MS;
  const firstSeen = (n: number) => new Date(now - age(n)).toISOString();
  const lastSeen = (n: number) =>
    new Date(now - (scattered(n, 5) / 2 ** 32) * age(n)).toISOString();

  function* each(row: (n: number) => string | string[]) {
    for (let n = from; n < to; n++) yield* [row(n)].flat();
  }
  const eachCustomerProject = (
    row: (n: number, customerId: string, projectId: string) => unknown[],
  ) =>
    each((n) => {
      const customerId = uuidOf('customer', accountId, n);
      return person(n).projects.map((i) => line(row(n, customerId, projects[i]!.id)));
    });

  return {
    customers: each((n) => {
      const { email, name } = person(n);
      return line([accountId, uuidOf('customer', accountId, n), email, name, firstSeen(n)]);
    }),
    customer_activity: each((n) =>
      line([
        ...[accountId, uuidOf('customer', accountId, n), lastSeen(n), firstSeen(n)],
        person(n).projects.length,
      ]),
    ),
    customer_projects: eachCustomerProject((n, customerId, projectId) => {
      const { status, plan, country } = person(n);
      const params = { plan, country, seats: (n % 50) + 1, mrr: scattered(n, 6) % 500 };
      const micros = new Date(firstSeen(n)).getTime() * 1000;
      const at = Object.fromEntries(Object.keys(params).map((key) => [key, micros]));
      const [first, last] = [firstSeen(n), lastSeen(n)];
      return [
        ...[accountId, customerId, projectId, status, first],
        ...[JSON.stringify(params), JSON.stringify(at), first, last],
      ];
    }),
    status_changes: eachCustomerProject((n, customerId, projectId) => [
      ...[accountId, customerId, projectId],
      ...['\\N', person(n).status, firstSeen(n)],
    ]),
    // Whoever pays began when they came; whoever churned did so since.
    mrr_changes: each((n) => {
      const { status, projects: used } = person(n);
      if (status !== 'paid' && status !== 'churned') return [];
      const mrr = scattered(n, 6) % 500;
      return used.flatMap((i) => {
        const row = [accountId, uuidOf('customer', accountId, n), projects[i]!.id];
        const began = line([...row, firstSeen(n).slice(0, 10), mrr, '\\N', '', '', true]);
        const day = new Date(Date.parse(lastSeen(n)) + DAY_MS).toISOString().slice(0, 10);
        return status === 'paid' ? began : [began, line([...row, day, '\\N', mrr, '', '', false])];
      });
    }),
  };
}

function line(values: unknown[]): string {
  return values.join('\t') + '\n';
}

function* chunks(rows: Iterable<string>) {
  let chunk = '';
  for (const row of rows) {
    chunk += row;
    if (chunk.length < 64 * 1024) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
