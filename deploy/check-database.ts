import { readdir } from 'node:fs/promises';
import { withDatabase } from '../local/with-database.ts';
import type { Settings } from './settings.ts';

const WAIT = { connect_timeout: 10 };

/** Every migration of this repository is applied, and no other. Throws what to do. */
export async function checkMigrations({ DB_URL }: Settings): Promise<string> {
  const applied = await withDatabase(
    DB_URL,
    (sql) => sql<{ version: string }[]>`select version from supabase_migrations.schema_migrations`,
    WAIT,
  );
  const here = (await readdir('supabase/migrations')).map((file) => file.split('_')[0]!);
  const there = new Set(applied.map(({ version }) => version));
  const missing = here.filter((version) => !there.has(version));
  if (missing.length) {
    throw new Error(
      `run npx supabase db push --remote: ${missing.length} migrations are not applied.`,
    );
  }
  const newer = [...there].filter((version) => !here.includes(version));
  if (newer.length) {
    throw new Error(`the database has migration ${newer[0]}: check out the release that made it.`);
  }
  return `${here.length} applied`;
}

/** The function connects as `ingest`, which may call its functions and read nothing. */
export async function checkIngestRole({ INGEST_DB_URL }: Settings): Promise<string> {
  await checkRole('ingest', 'INGEST_DB_URL', INGEST_DB_URL, 'docs/host/deploy.md, By hand');
  return 'ingest may write calls and read nothing';
}

/** The same of `reader`, which reads through the functions of its schema alone. */
export async function checkReaderRole({ READ_DB_URL }: Settings): Promise<string> {
  await checkRole('reader', 'READ_DB_URL', READ_DB_URL, 'docs/host/deploy.md, By hand', 'read');
  return 'reader may answer read keys and read nothing else';
}

/** The same of `billing`, where billing is on. */
export async function checkBillingRole(settings: Settings): Promise<string> {
  const { STRIPE_SECRET_KEY, BILLING_DB_URL } = settings;
  if (!STRIPE_SECRET_KEY) return 'billing is off (no STRIPE_SECRET_KEY)';
  if (!BILLING_DB_URL) {
    throw new Error(
      'set BILLING_DB_URL to what the secret of this name is set to (docs/host/billing.md).',
    );
  }
  await checkRole('billing', 'BILLING_DB_URL', BILLING_DB_URL, 'docs/host/billing.md, step 5');
  return 'billing may apply events and read nothing';
}

/** That a connection signs in as `name`, which may use `schema` and no table. */
async function checkRole(
  name: string,
  variable: string,
  url: string,
  where: string,
  schema = name,
) {
  const [role] = await withDatabase(
    url,
    (sql) => sql`
      select current_user::text as name,
        rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as is_mighty,
        coalesce(has_schema_privilege(to_regnamespace(${schema}), 'usage'), false) as may_call,
        has_schema_privilege('public', 'usage') and exists (
          select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
            and has_table_privilege(oid, 'select')
        ) as may_read
      from pg_roles where rolname = current_user`,
    WAIT,
  );
  if (role!.name !== name) {
    throw new Error(`${variable} signs in as ${role!.name}: use the role ${name} (${where}).`);
  }
  if (!role!.may_call)
    throw new Error(`run npx supabase db push --remote: ${name} may not call anything.`);
  if (role!.is_mighty || role!.may_read) {
    throw new Error(`take from the role ${name} what the migrations did not give it: it may read.`);
  }
}
