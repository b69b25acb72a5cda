import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { packageCommand } from './binaries.ts';
import { Failure } from './failure.ts';
import { projectRoot } from './project.ts';

/**
 * Applies the migrations that the database does not have, with the official CLI and the rights of
 * the role in `databaseUrl`. Returns how many there were to apply.
 */
export async function migrate(databaseUrl: string, log: (line: string) => void): Promise<number> {
  const missing = await missingMigrations(databaseUrl);
  if (missing === 0) return 0;
  const args = ['db', 'push', `--remote=${databaseUrl}?sslmode=disable`, '--include-all', '--yes'];
  const { code, output } = await run(process.execPath, [
    packageCommand('supabase', 'dist/supabase.js'),
    ...args,
  ]);
  output.split('\n').filter(Boolean).forEach(log);
  if (code !== 0) throw new Failure(`The migrations could not be applied:\n${output.trim()}`);
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

function run(command: string, args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', NO_COLOR: '1' },
    });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
