import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { packageCommand } from './binaries.ts';
import { Failure } from './failure.ts';
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

/**
 * Counts the files in supabase/migrations that are not in the database's history. Throws a Failure
 * when the history holds other texts: until the first release the files are edited in place, so
 * what was applied before cannot be brought up to date.
 */
async function missingMigrations(databaseUrl: string): Promise<number> {
  const folder = join(projectRoot, 'supabase', 'migrations');
  const texts = new Map(
    readdirSync(folder)
      .filter((name) => /^\d+_.*\.sql$/.test(name))
      .map((name) => [name.replace('.sql', ''), readFileSync(join(folder, name), 'utf8')]),
  );
  const sql = postgres(databaseUrl, { max: 1, onnotice() {} });
  try {
    const [history] =
      await sql`select to_regclass('supabase_migrations.schema_migrations') as name`;
    if (!history?.name) return texts.size;
    const applied = await sql<{ name: string; statements: string[] }[]>`
      select version || '_' || name as name, statements from supabase_migrations.schema_migrations`;
    const isOther = applied.some(
      ({ name, statements }) => bare(texts.get(name) ?? '') !== bare(statements.join('')),
    );
    if (isOther) {
      throw new Failure(
        'The local database was created with different migrations than those in this folder.  ' +
          'Start over with npm start -- --fresh; its data will be lost.',
      );
    }
    return texts.size - applied.length;
  } finally {
    await sql.end();
  }
}

/** SQL without what the CLI does not keep of it: the spaces and semicolons between statements. */
function bare(sql: string): string {
  return sql.replaceAll(/[\s;]+/g, '');
}
