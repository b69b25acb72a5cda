import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';

export interface Tenant {
  accountId: string;
  userId: string;
  projects: { id: string; keyId: string; apiKey: string }[];
}

/** New accounts with projects and a key for each, made with the rights of their owners. `admin`: the superuser. */
export async function createTenants(
  admin: postgres.Sql,
  accounts: number,
  projectsEach: number,
): Promise<Tenant[]> {
  const tenants: Tenant[] = [];
  for (let i = 0; i < accounts; i++) tenants.push(await createTenant(admin, projectsEach));
  return tenants;
}

async function createTenant(admin: postgres.Sql, projects: number): Promise<Tenant> {
  const userId = randomUUID();
  await admin`insert into auth.users (id, email) values (${userId}, ${`${userId}@example.com`})`;
  const [member] = await admin`select account_id from public.members where user_id = ${userId}`;
  const tenant: Tenant = { accountId: member!.account_id, userId, projects: [] };
  await actAs(admin, userId, async (sql) => {
    for (let i = 0; i < projects; i++) {
      const [project] = await sql`
        select id from public.create_project(${tenant.accountId}, ${`Product ${i + 1}`})`;
      const [key] = await sql`select id, api_key from public.create_api_key(${project!.id})`;
      tenant.projects.push({ id: project!.id, keyId: key!.id, apiKey: key!.api_key });
    }
  });
  return tenant;
}

/** Runs SQL as a signed-in user in one transaction, as the dashboard's requests do. */
export async function actAs<T>(
  admin: postgres.Sql,
  userId: string,
  run: (sql: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  const result = await admin.begin(async (sql) => {
    const claims = JSON.stringify({ sub: userId, role: 'authenticated' });
    await sql`select set_config('request.jwt.claims', ${claims}, true)`;
    await sql`set local role authenticated`;
    return run(sql);
  });
  return result as T;
}

/** All their projects, with what a call to each needs. */
export function projectsOf(tenants: Tenant[]) {
  return tenants.flatMap(({ accountId, projects }) =>
    projects.map(({ id, apiKey }) => ({ id, apiKey, accountId })),
  );
}
