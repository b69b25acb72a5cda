import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { packageCommand } from './binaries.ts';
import type { Processes } from './processes.ts';
import { projectRoot } from './project.ts';

/**
 * Applies the migrations that the database does not have, with the official CLI and the rights of
 * the role in `databaseUrl`. Returns how many there were to apply.
 */
export async function migrate(processes: Processes, databaseUrl: string): Promise<number> {
  const missing = await missingMigrations(databaseUrl);
  if (missing === 0) return 0;
  await processes.run({
    name: 'supabase db push',
    command: process.execPath,
    args: [
      packageCommand('supabase', 'dist/supabase.js'),
      ...['db', 'push', `--remote=${databaseUrl}?sslmode=disable`, '--include-all', '--yes'],
    ],
    cwd: projectRoot,
    env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', NO_COLOR: '1' },
  });
  return missing;
}

/** How many files in supabase/migrations are not in the database's history. */
async function missingMigrations(databaseUrl: string): Promise<number> {
  const versions = readdirSync(join(projectRoot, 'supabase', 'migrations'))
    .map((name) => name.match(/^(\d+)_.*\.sql$/)?.[1])
    .filter((version) => version !== undefined);
  const sql = postgres(databaseUrl, { max: 1, onnotice() {} });
  try {
    const [history] =
      await sql`select to_regclass('supabase_migrations.schema_migrations') as name`;
    if (!history?.name) return versions.length;
    const rows = await sql`select version from supabase_migrations.schema_migrations`;
    const applied = new Set(rows.map((row) => String(row.version)));
    return versions.filter((version) => !applied.has(version)).length;
  } finally {
    await sql.end();
  }
}
