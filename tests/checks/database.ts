import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';

const run = promisify(execFile);
const cli = ['node_modules/supabase/dist/supabase.js'];

/** The committed file that is made from the migrated database. */
export const TYPES = 'web/lib/database.types.ts';

/** The types of the API, as the official CLI writes them. */
export async function generateTypes(databaseUrl: string): Promise<string> {
  const remote = `--remote=${databaseUrl}?sslmode=disable`;
  const args = ['gen', 'types', '--lang', 'typescript', '--schema', 'public', remote];
  const { stdout } = await run(process.execPath, [...cli, ...args]);
  const options = await resolveConfig(TYPES);
  return format(stdout, { ...options, filepath: TYPES });
}

/**
 * What Supabase's own advisors report. Left out is `unused_index`: it reads usage statistics, and a
 * database made a second ago has used none.
 */
export async function advice(databaseUrl: string): Promise<string[]> {
  const args = ['db', 'advisors', `--remote=${databaseUrl}?sslmode=disable`, '--level', 'info'];
  const { stdout } = await run(process.execPath, [...cli, ...args], { maxBuffer: 2 ** 24 });
  const start = stdout.indexOf('[');
  const findings: { name: string; detail: string }[] = JSON.parse(
    start < 0 ? '[]' : stdout.slice(start, stdout.lastIndexOf(']') + 1),
  );
  return findings
    .filter(({ name }) => name !== 'unused_index')
    .map((f) => `${f.name}: ${f.detail}`);
}
