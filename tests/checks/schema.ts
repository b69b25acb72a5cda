import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';

const run = promisify(execFile);
const cli = ['node_modules/supabase/dist/supabase.js'];

/** The committed files that are made from the migrated database. */
export const files = {
  types: 'web/lib/database.types.ts',
  snapshot: 'supabase/schema.sql',
};

async function generateTypes(remote: string): Promise<string> {
  const args = ['gen', 'types', '--lang', 'typescript', '--schema', 'public', remote];
  const { stdout } = await run(process.execPath, [...cli, ...args]);
  const options = await resolveConfig(files.types);
  return format(stdout, { ...options, filepath: files.types });
}

/** Every object of our schemas as one file, so that the effect of a migration can be reviewed. */
async function generateSnapshot(remote: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tinycrm-schema-'));
  try {
    const at = ['--workdir', folder];
    await run(process.execPath, [...cli, 'init', '--yes', ...at]);
    const args = ['db', 'schema', 'declarative', 'generate', remote, '--yes', ...at];
    await run(process.execPath, [...cli, ...args]);
    const schemas = join(folder, 'supabase', 'schemas');
    const names = (await readdir(schemas, { recursive: true })).filter((name) =>
      /^(public|private|ingest|billing|notifications|support)\b.*\.sql$/.test(name),
    );
    const texts = names
      .sort()
      .map(
        async (name) => `-- ${name}\n\n${(await readFile(join(schemas, name), 'utf8')).trim()}\n`,
      );
    return (
      '-- Made by npm run db:schema from the migrations. Do not edit.\n\n' +
      (await Promise.all(texts)).join('\n')
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function generate(databaseUrl: string) {
  const remote = `--remote=${databaseUrl}?sslmode=disable`;
  return { types: await generateTypes(remote), snapshot: await generateSnapshot(remote) };
}

/** Names the committed files that differ from what the migrations make. */
export async function staleSchemaFiles(databaseUrl: string): Promise<string[]> {
  const made = await generate(databaseUrl);
  const stale = [];
  for (const key of ['types', 'snapshot'] as const) {
    const committed = await readFile(files[key], 'utf8').catch(() => '');
    if (committed !== made[key]) stale.push(files[key]);
  }
  return stale;
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
