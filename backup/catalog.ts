import type postgres from 'postgres';

/** A table as it is in a backup. */
export interface BackedUpTable {
  /** Quoted where it must be: "auth.users". */
  name: string;
  columns: string[];
  rows: number;
  /** The sum of the hashes of its rows, in any order. */
  checksum: string;
}

/** Ours, and who signs in. What else is in auth belongs to sessions, and people sign in again. */
export const SCHEMAS = ['public', 'private', 'ingest', 'billing', 'notifications', 'read'];
const WITH_AUTH = [...SCHEMAS, 'auth'];
const AUTH_TABLES = ['users', 'identities'];

/** The tables with their columns, without those that Postgres generates, and numbers of transactions, which mean nothing in another database. */
export async function listTables(
  sql: postgres.ISql,
): Promise<{ name: string; columns: string[] }[]> {
  const rows = await sql<{ name: string; columns: string[] }[]>`
    select format('%I.%I', n.nspname, c.relname) as name,
      array_agg(quote_ident(a.attname) order by a.attnum) as columns
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      and a.atttypid <> 'xid8'::regtype
    where c.relkind = 'r'
      and (n.nspname in ${sql(SCHEMAS)} or n.nspname = 'auth' and c.relname in ${sql(AUTH_TABLES)})
    group by 1 order by 1`;
  return rows.map(({ name, columns }) => ({ name, columns }));
}

/** The number of rows of a table, and a checksum of them. */
export async function readChecksum(
  sql: postgres.ISql,
  { name, columns }: { name: string; columns: string[] },
): Promise<BackedUpTable> {
  const [row] = await sql.unsafe(`
    select count(*)::integer as rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text as checksum
    from (select ${columns.join(', ')} from ${name}) t`);
  return { name, columns, rows: row!.rows as number, checksum: row!.checksum as string };
}

/** The migrations that made a database, in their order. */
export async function listMigrations(sql: postgres.ISql): Promise<string[]> {
  const rows = await sql<{ version: string }[]>`
    select version from supabase_migrations.schema_migrations order by version`;
  return rows.map(({ version }) => version);
}

/** The rights in a database: owners, grants, policies, security of functions and triggers, one line each. */
export async function listPrivileges(sql: postgres.ISql): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    select concat_ws(' ', 'table', c.oid::regclass, pg_get_userbyid(c.relowner), c.relrowsecurity, c.relforcerowsecurity, c.relacl) as line
    from pg_class c where c.relnamespace::regnamespace::text in ${sql(SCHEMAS)} and c.relkind in ('r', 'v', 'm', 'S')
    union all
    select concat_ws(' ', 'column', a.attrelid::regclass, a.attname, a.attacl)
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace::regnamespace::text in ${sql(SCHEMAS)} and a.attacl is not null
    union all
    select concat_ws(' ', 'function', p.oid::regprocedure, pg_get_userbyid(p.proowner), p.prosecdef, p.proconfig, p.proacl)
    from pg_proc p where p.pronamespace::regnamespace::text in ${sql(SCHEMAS)}
    union all
    select concat_ws(' ', 'policy', schemaname, tablename, policyname, cmd, roles, qual, with_check)
    from pg_policies where schemaname in ${sql(SCHEMAS)}
    union all
    select concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), t.tgenabled)
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and c.relnamespace::regnamespace::text in ${sql(WITH_AUTH)}
    union all
    select concat_ws(' ', 'schema', nspname, pg_get_userbyid(nspowner), nspacl)
    from pg_namespace where nspname in ${sql(SCHEMAS)}
    order by 1`;
  return rows.map(({ line }) => line);
}
