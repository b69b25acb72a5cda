import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { bin } from '../run/command.ts';

// npm run house: the figures by which the shape of this repository is judged.

const files = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' })
  .split('\0')
  .filter(Boolean);
const under = (folder: string) => files.filter((file) => file.startsWith(`${folder}/`));
const lines = (file: string) => readFileSync(file, 'utf8').split('\n').length - 1;
const sum = (list: string[]) => list.reduce((total, file) => total + lines(file), 0);

const migrations = under('supabase/migrations');
const definitions = new Map<string, number>();
for (const file of migrations) {
  for (const [, name] of readFileSync(file, 'utf8').matchAll(
    /^create (?:or replace )?function ([\w.]+)/gm,
  ))
    definitions.set(name!, (definitions.get(name!) ?? 0) + 1);
}

/** The files that import, by a relative path or an alias, something that `matches`. */
function imports(from: string[], matches: (specifier: string, file: string) => boolean): number {
  const code = from.filter((file) => /\.(ts|svelte|mjs)$/.test(file));
  return code.reduce((count, file) => {
    const specifiers = readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g);
    return count + [...specifiers].filter(([, specifier]) => matches(specifier!, file)).length;
  }, 0);
}

const functionOf = (path: string) => path.match(/functions\/([^/]+)\//)?.[1];
const across = imports(under('supabase/functions'), (specifier, file) => {
  if (!specifier.startsWith('.')) return false;
  const target = functionOf(new URL(specifier, `file:///${file}`).pathname);
  return target !== undefined && target !== '_shared' && target !== functionOf(file);
});

/** The circles that the imports below these folders make. */
function circles(folders: string[]): number {
  const args = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...folders];
  const { status, stdout } = spawnSync(bin('depcruise'), args, { maxBuffer: 2 ** 26 });
  if (!stdout?.length) throw new Error(`depcruise ended with ${status} and without an answer.`);
  const violations: { rule: { name: string } }[] = JSON.parse(String(stdout)).summary.violations;
  return violations.filter(({ rule }) => rule.name === 'no-circles').length;
}

const code = files.filter((file) => /\.(ts|svelte|mjs|js|sql|css)$/.test(file));
const figures: Record<string, number> = {
  'SQL functions': definitions.size,
  'definitions of one SQL function, at most': Math.max(...definitions.values()),
  migrations: migrations.length,
  'lines of migrations': sum(migrations),
  'files in web/lib': under('web/lib').length,
  'files in supabase/functions/ingest itself': under('supabase/functions/ingest').filter(
    (file) => file.split('/').length === 4,
  ).length,
  'imports from one Edge Function to another': across,
  'imports from the importer to the dashboard': imports(under('importer'), (specifier) =>
    /(^|\/)web\//.test(specifier),
  ),
  'circles of imports': circles([
    ...new Set(code.filter((file) => file.includes('/')).map((file) => file.split('/')[0]!)),
  ]),
  'files of code': code.length,
  'lines of code': sum(code),
};
for (const [name, value] of Object.entries(figures))
  console.log(`${name.padEnd(46)} ${value.toLocaleString('en').padStart(8)}`);
