import type postgres from 'postgres';
import { apiKeyHash } from '../../_shared/http/api-key.ts';

/** A new account with one project and one API key, made as a founder would make them. */
export async function createTenant(sql: postgres.Sql) {
  const userId = crypto.randomUUID();
  await sql`insert into auth.users (id, email) values (${userId}, ${`${userId}@example.com`})`;
  const [member] = await sql`select account_id from public.members where user_id = ${userId}`;
  const accountId: string = member!.account_id;
  return await sql.begin(async (sql) => {
    const claims = JSON.stringify({ sub: userId, role: 'authenticated' });
    await sql`select set_config('request.jwt.claims', ${claims}, true)`;
    await sql`set local role authenticated`;
    const [project] = await sql`select id from public.create_project(${accountId}, 'Inkwell')`;
    const [key] = await sql`select api_key from public.create_api_key(${project!.id})`;
    return { accountId, keyHash: apiKeyHash(`Bearer ${key!.api_key}`)! };
  });
}
