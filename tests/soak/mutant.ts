import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type postgres from 'postgres';
import { FUNCTIONS_FOLDER } from '../../local/functions.ts';
import { projectRoot } from '../../local/project.ts';
import type { Mutant } from './check.ts';

/** Changes a function of the database and the settings of the role `ingest`. `admin`: the superuser. */
export async function applySqlMutant(admin: postgres.ISql, mutant: Mutant): Promise<void> {
  if (mutant.sql) {
    const { function: name, replace } = mutant.sql;
    const [found] = name.includes('(')
      ? await admin`select pg_get_functiondef(${name}::text::regprocedure) as source`
      : await admin`select pg_get_functiondef(${name}::text::regproc) as source`;
    // "create or replace" keeps the owner and the grants.
    await admin.unsafe(replaceAll(mutant.name, found!.source as string, replace)).simple();
  }
  for (const [setting, value] of Object.entries(mutant.postgres ?? {})) {
    await admin.unsafe(`alter role ingest set ${setting} = '${value}'`);
  }
}

/** The folder of ingest, or of its changed copy in `folder` when the mutant asks for one. */
export function edgeFunctionOf(mutant: Mutant | undefined, folder: string): string {
  if (!mutant?.edge) return join(FUNCTIONS_FOLDER, 'ingest');
  const { file, replace } = mutant.edge;
  const home = join(folder, 'mutant');
  const copy = join(home, 'supabase', 'functions');
  mkdirSync(home);
  cpSync(FUNCTIONS_FOLDER, copy, { recursive: true });
  // What imports are resolved against.
  for (const name of ['package.json', 'node_modules', 'sdk', 'importer']) {
    symlinkSync(join(projectRoot, name), join(home, name));
  }
  const path = join(copy, file);
  writeFileSync(path, replaceAll(mutant.name, readFileSync(path, 'utf8'), replace));
  return join(copy, 'ingest');
}

/** The folder of what reads tables, or of its changed copy in `folder` when the mutant asks for one. */
export function tableOf(mutant: Mutant | undefined, folder: string): string {
  const path = join('importer', 'src', 'table');
  if (!mutant?.table) return join(projectRoot, path);
  const { file, replace } = mutant.table;
  cpSync(join(projectRoot, path), join(folder, path), { recursive: true });
  // What imports are resolved against.
  for (const name of ['package.json', 'node_modules', 'supabase']) {
    symlinkSync(join(projectRoot, name), join(folder, name));
  }
  const changed = join(folder, path, file);
  writeFileSync(changed, replaceAll(mutant.name, readFileSync(changed, 'utf8'), replace));
  return join(folder, path);
}

/** Replaces each `from`. Throws when one is not there: a mutant that changes nothing proves nothing. */
function replaceAll(mutant: string, source: string, replace: [from: string, to: string][]): string {
  return replace.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The mutant "${mutant}" finds no "${from}".`);
    return text.replaceAll(from, () => to);
  }, source);
}
