import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../local/project.ts';

// Until the first release the migrations are edited in place, so that each thing has one text.
const folder = join(projectRoot, 'supabase', 'migrations');
const migrations = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .map((name) => ({ name, sql: readFileSync(join(folder, name), 'utf8') }));
const all = migrations.map(({ sql }) => sql).join('\n');

/** The names of what `pattern` finds, in all migrations. */
const names = (pattern: RegExp) =>
  [...all.matchAll(pattern)].map((match) => match.slice(1).join(' '));
const repeated = (found: string[]) => found.filter((name, i) => found.indexOf(name) !== i);

test.each([
  ['function', /^create (?:or replace )?function ([\w.]+)/gm],
  ['view', /^create (?:or replace )?view ([\w.]+)/gm],
  ['table', /^create (?:unlogged )?table ([\w.]+)/gm],
  ['type', /^create (?:type|domain) ([\w.]+)/gm],
  ['trigger', /^create trigger (\w+)\s[\s\S]*?\son ([\w.]+)/gm],
  ['policy', /^create policy ("[^"]+") on ([\w.]+)/gm],
])('every %s is defined once', (_what, pattern) => {
  const found = names(pattern);
  expect(found.length).toBeGreaterThan(0);
  expect(repeated(found)).toEqual([]);
});

test('nothing is replaced, dropped or filled in afterward: its own text is edited', () => {
  expect(names(/^(create or replace|drop|alter table \S+\s+(?:add column|drop)).*/gm)).toEqual([]);
});

test('rights are granted where a search finds them, not in a loop', () => {
  expect(names(/(format\('(?:grant|revoke|alter function).*)/g)).toEqual([]);
});

test('every public function that only hands on to a private one has the same layout', () => {
  const forwarders = [
    ...all.matchAll(
      /^create function public\.[^;]*?as \$\$\s*select (?:\* from )?private\.[\s\S]*?\$\$;/gm,
    ),
  ].map(([text]) => text);
  expect(forwarders.length).toBeGreaterThan(50);
  const layout =
    /\nreturns [^\n]+ language sql [^\n]*set search_path = ''[^\n]*\nas \$\$(?: [^\n]* |\n[\s\S]*\n)\$\$;$/;
  expect(forwarders.filter((text) => !layout.test(text))).toEqual([]);
});

test('every function outside public has a sentence that says what it is for', () => {
  const commented = new Set(names(/^comment on function ([\w.]+)/gm));
  const silent = [...all.matchAll(/^(.*)\ncreate function ((?!public\.)[\w.]+)/gm)]
    .filter(([, before, name]) => !before!.startsWith('--') && !commented.has(name!))
    .map(([, , name]) => name);
  expect(silent).toEqual([]);
});

test('pgTAP is in the folder of the migration that it proves, and each file is named as a statement', () => {
  const folders = new Set(migrations.map(({ name }) => name.replace(/^\d+_|\.sql$/g, '')));
  const files = readdirSync(join(projectRoot, 'supabase', 'tests'), { recursive: true })
    .map((path) => String(path).split(sep))
    .filter(([area, file]) => file && area !== 'rules');
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter(([area]) => !folders.has(area!))).toEqual([]);
  expect(files.filter(([, file]) => !/^\w+_\w+_\w+\.test\.sql$/.test(file!))).toEqual([]);
});
