import { readdir } from 'node:fs/promises';
import postgres from 'postgres';
import type { Settings } from './settings.ts';

const connect = (url: string) =>
  postgres(url, { max: 1, connect_timeout: 10, prepare: false, onnotice() {} });

/** Runs `read` on a connection of its own. */
async function withDatabase<T>(url: string, read: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = connect(url);
  try {
    return await read(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Every migration of this repository is applied, and no other. Throws what to do. */
export async function checkMigrations({ DB_URL }: Settings): Promise<string> {
  const applied = await withDatabase(
    DB_URL,
    (sql) => sql<{ version: string }[]>`select version from supabase_migrations.schema_migrations`,
  );
  const here = (await readdir('supabase/migrations')).map((file) => file.split('_')[0]!);
  const there = new Set(applied.map(({ version }) => version));
  const missing = here.filter((version) => !there.has(version));
  if (missing.length) {
    throw new Error(`run npx supabase db push: ${missing.length} migrations are not applied.`);
  }
  const newer = [...there].filter((version) => !here.includes(version));
  if (newer.length) {
    throw new Error(`the database has migration ${newer[0]}: check out the release that made it.`);
  }
  return `${here.length} applied`;
}

/** The function connects as `ingest`, which may call its functions and read nothing. */
export async function checkIngestRole({ INGEST_DB_URL }: Settings): Promise<string> {
  const [role] = await withDatabase(
    INGEST_DB_URL,
    (sql) => sql`
      select current_user::text as name,
        rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as is_mighty,
        has_schema_privilege('ingest', 'usage') as may_call,
        has_schema_privilege('public', 'usage') and has_table_privilege('public.customers', 'select') as may_read
      from pg_roles where rolname = current_user`,
  );
  if (role!.name !== 'ingest') {
    throw new Error(`INGEST_DB_URL signs in as ${role!.name}: use the role ingest (step 2).`);
  }
  if (!role!.may_call) throw new Error('run npx supabase db push: ingest may not call anything.');
  if (role!.is_mighty || role!.may_read) {
    throw new Error('take from the role ingest what the migrations did not give it: it may read.');
  }
  return 'ingest may write calls and read nothing';
}
