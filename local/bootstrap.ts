import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import type { Keys } from './keys.ts';

/**
 * The rights of the API roles on a new table in schema public before a migration says anything:
 * 'closed' is none (projects made since 2026), 'open' is all (older ones).
 */
export type DefaultPrivileges = 'closed' | 'open';

/** Makes the roles, schemas and functions of a fresh hosted database. `adminUrl`: as superuser. */
export async function bootstrap(
  adminUrl: string,
  keys: Keys,
  defaultPrivileges: DefaultPrivileges,
): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice() {} });
  const setUp = [
    readFileSync(new URL('bootstrap.sql', import.meta.url), 'utf8'),
    `alter role postgres password '${keys.ownerPassword}';`,
    `alter role supabase_auth_admin password '${keys.apiPassword}';`,
    ...(defaultPrivileges === 'open' ? ['postgres', 'supabase_admin'].map(openDefaults) : []),
  ];
  try {
    // One simple query is one transaction: an interrupted start leaves nothing half made.
    await sql.unsafe(setUp.join('\n')).simple();
  } finally {
    await sql.end();
  }
}

/** True if bootstrap has been done on this cluster. */
export async function isBootstrapped(adminUrl: string): Promise<boolean> {
  const sql = postgres(adminUrl, { max: 1 });
  try {
    return (await sql`select from pg_roles where rolname = 'supabase_auth_admin'`).length > 0;
  } finally {
    await sql.end();
  }
}

/** Gives the Edge Functions' roles, which migrations make, their passwords. */
export async function setFunctionPasswords(adminUrl: string, keys: Keys): Promise<void> {
  const passwords: Record<string, string> = {
    ingest: keys.ingestPassword,
    billing: keys.billingPassword,
    reader: keys.readerPassword,
  };
  const sql = postgres(adminUrl, { max: 1 });
  try {
    const roles = await sql<{ rolname: string }[]>`
      select rolname from pg_roles where rolname = any (${Object.keys(passwords)})`;
    for (const { rolname } of roles) {
      await sql.unsafe(`alter role ${rolname} password '${passwords[rolname]}'`);
    }
  } finally {
    await sql.end();
  }
}

/** Tells the database the CRON_SECRET that the dashboard is started with, so that its mails and webhooks are sent. */
export async function setCronSecret(adminUrl: string, secret: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1 });
  try {
    await sql`select private.set_cron_secret(${secret})`;
  } finally {
    await sql.end();
  }
}

function openDefaults(role: string): string {
  return ['tables', 'functions', 'sequences']
    .map(
      (kind) =>
        `alter default privileges for role ${role} in schema public ` +
        `grant all on ${kind} to postgres, anon, authenticated, service_role;`,
    )
    .join('\n');
}
