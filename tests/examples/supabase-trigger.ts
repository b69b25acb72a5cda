import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { stack } from '../stack.ts';
import { folder } from './project.ts';

/** What the example's trigger gives to pg_net. */
export interface TriggerCall {
  headers: Record<string, string>;
  body: { type: string; record: { email: string } };
}

const MIGRATION = 'supabase/migrations/20260101000000_tinycrm_webhook.sql';

// pg_net and Vault are extensions of hosted Supabase.
const STAND_INS = `
  create schema net;
  create table net.told (headers jsonb, body jsonb);
  create function net.http_post(url text, body jsonb, headers jsonb, timeout_milliseconds int)
  returns bigint language sql as 'insert into net.told values (headers, body) returning 1';
  create schema vault;
`;

/**
 * Has somebody sign up, sign in and change their name in a database with the example's migration,
 * all of it undone at the end. With the secret null there is no Vault, so that the trigger fails.
 */
export async function callsOfTrigger(
  email: string,
  secret: string | null,
): Promise<{ signsUp?: TriggerCall; signsIn?: TriggerCall; updated?: TriggerCall }> {
  const migration = await readFile(join(folder('supabase'), MIGRATION), 'utf8');
  const database = postgres(stack().adminUrl, { max: 1, onnotice: () => {} });
  const id = randomUUID();
  let calls: TriggerCall[] = [];
  const undo = new Error('undo');
  await database
    .begin(async (sql) => {
      await sql.unsafe(STAND_INS);
      if (secret) {
        await sql`create table vault.decrypted_secrets as
          select 'tinycrm_webhook' as name, ${secret}::text as decrypted_secret`;
      }
      await sql.unsafe(migration.replace('create extension if not exists pg_net;', ''));
      await sql`insert into auth.users (id, email, encrypted_password, raw_user_meta_data)
        values (${id}, ${email}, 'the hash of a password', '{"full_name": "Sue"}')`;
      await sql`update auth.users set last_sign_in_at = now() where id = ${id}`;
      await sql`update auth.users set raw_user_meta_data = '{}' where id = ${id}`;
      calls = await sql<TriggerCall[]>`select headers, body from net.told`;
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    })
    .finally(() => database.end());
  const [signsUp, signsIn, updated] = calls;
  return { ...(signsUp && { signsUp }), ...(signsIn && { signsIn }), ...(updated && { updated }) };
}
