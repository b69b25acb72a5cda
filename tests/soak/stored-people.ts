import type postgres from 'postgres';
import type { Person, CustomerProject } from './model.ts';

/** What is stored about the people of these accounts, or those of them with these emails. */
export async function readPeople(
  sql: postgres.Sql,
  accounts: readonly string[],
  emails?: readonly string[],
): Promise<Map<string, Person>> {
  const rows = await sql`
    select
      c.account_id, c.email, c.name,
      (extract(epoch from c.first_seen_at) * 1000000)::float8 as first_seen,
      (extract(epoch from a.last_activity_at) * 1000000)::float8 as last_activity,
      array(
        select jsonb_build_object(
          'project', cp.project_id, 'status', cp.status, 'params', cp.params,
          'firstSeen', extract(epoch from cp.first_seen_at) * 1000000,
          'lastActivity', extract(epoch from cp.last_activity_at) * 1000000
        )
        from public.customer_projects cp
        where cp.account_id = c.account_id and cp.customer_id = c.id
      ) as "customerProjects"
    from public.customers c
    left join public.customer_activity a on a.account_id = c.account_id and a.customer_id = c.id
    where c.account_id = any (${[...accounts]}::uuid[])
      ${emails ? sql`and c.email = any (${[...emails]})` : sql``}`;
  return new Map(
    rows.map((row) => [
      personKey(row.account_id, row.email),
      {
        name: row.name,
        firstSeen: row.first_seen,
        lastActivity: row.last_activity,
        customerProjects: Object.fromEntries(
          row.customerProjects.map(
            ({ project, ...customerProject }: CustomerProject & { project: string }) => [
              project,
              customerProject,
            ],
          ),
        ),
      },
    ]),
  );
}

/** Who is who in what was read. */
export function personKey(account: string, email: string): string {
  return `${account} ${email}`;
}
