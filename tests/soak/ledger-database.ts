import type postgres from 'postgres';
import type { Status } from './ledger.ts';

/** A customer in a project as it is stored. Times are microseconds since 1970, null for never. */
export interface StoredCustomerProject {
  project_id: string;
  email: string;
  name: string | null;
  /** Of the customer. Null when the row that every call writes is not there. */
  activity_at: number | null;
  name_at: number | null;
  status: Status;
  status_at: number | null;
  params: Record<string, number>;
  params_at: Record<string, number>;
  last_activity_at: number;
}

/** All customer_projects of these accounts, some at a time. */
export async function* readCustomerProjects(
  admin: postgres.Sql,
  accountIds: string[],
): AsyncGenerator<StoredCustomerProject> {
  const micros = (column: string) =>
    admin.unsafe(
      `case when isfinite(${column}) then (extract(epoch from ${column}) * 1000000)::float8 end`,
    );
  const rows = admin<StoredCustomerProject[]>`
    select
      cp.project_id, c.email::text, c.name,
      ${micros('a.last_activity_at')} as activity_at, ${micros('a.name_at')} as name_at,
      cp.status, ${micros('cp.status_at')} as status_at, cp.params, cp.params_at,
      ${micros('cp.last_activity_at')} as last_activity_at
    from public.customer_projects cp
    join public.customers c on c.account_id = cp.account_id and c.id = cp.customer_id
    left join public.customer_activity a on a.account_id = cp.account_id and a.customer_id = cp.customer_id
    where cp.account_id = any (string_to_array(${accountIds.join()}, ',')::uuid[])`;
  for await (const some of rows.cursor(2000)) yield* some;
}

/** How many rows of these accounts have lost what one transaction wrote with them. */
export async function countTornRows(admin: postgres.Sql, accountIds: string[]) {
  const [counts] = await admin<
    { customers_without_project: number; customer_projects_with_broken_history: number }[]
  >`
    select
      (select count(*)::int from public.customers c
        where c.account_id = any (string_to_array(${accountIds.join()}, ',')::uuid[]) and not exists (
          select from public.customer_projects cp
          where cp.account_id = c.account_id and cp.customer_id = c.id
        )) as customers_without_project,
      -- The changes of status are steps of one walk from nothing to the status there is now: each
      -- status is entered as often as it is left, but for the last.
      (select count(*)::int from public.customer_projects cp
        where cp.account_id = any (string_to_array(${accountIds.join()}, ',')::uuid[]) and exists (
          select from (
            select step.status, sum(step.way) as balance
            from public.status_changes h
            cross join lateral (values (h.to_status, 1), (h.from_status, -1)) step (status, way)
            where h.account_id = cp.account_id and h.customer_id = cp.customer_id
              and h.project_id = cp.project_id
            group by step.status
            union all
            select cp.status, -1
            union all
            select null, 1
          ) step
          group by step.status
          having sum(step.balance) <> 0
        )) as customer_projects_with_broken_history`;
  return counts!;
}
