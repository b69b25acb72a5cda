import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTenants } from '../tests/soak/tenants.ts';
import { startStack } from '../tests/stack.ts';
import { drill } from './drill.ts';
import { dump } from './dump.ts';
import { restore } from './restore.ts';

test('what is dumped is restored: rows, rights, and keys that work', async () => {
  const { rows, tables, privileges } = await drill();
  expect(rows).toBeGreaterThan(2_000);
  expect(tables).toBeGreaterThan(15);
  expect(privileges).toBeGreaterThan(100);
}, 120_000);

let stack: Awaited<ReturnType<typeof startStack>>;
let sql: postgres.Sql;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tinycrm-backup-'));
  stack = await startStack();
  sql = postgres(stack.adminUrl, { max: 1, onnotice() {} });
  await dump(sql, folder);
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
  await rm(folder, { recursive: true });
});

test('a backup that was cut off is refused', async () => {
  await expect(restore(sql, join(folder, 'nowhere'))).rejects.toThrow(
    /no backup, or one that was cut off/,
  );
});

test('a backup of another version is refused, by the migration that is missing', async () => {
  const path = join(folder, 'manifest.json');
  const text = await readFile(path, 'utf8');
  const manifest = JSON.parse(text);
  await writeFile(
    path,
    JSON.stringify({ ...manifest, migrations: [...manifest.migrations, '2099'] }),
  );
  await expect(restore(sql, folder)).rejects.toThrow(/missing migration 2099/);
  await writeFile(
    path,
    JSON.stringify({ ...manifest, migrations: manifest.migrations.slice(0, -1) }),
  );
  await expect(restore(sql, folder)).rejects.toThrow(/which is newer than the backup/);
  await writeFile(path, text);
});

test('rows that are not those of the backup are noticed, and nothing is restored', async () => {
  const path = join(folder, 'manifest.json');
  const text = await readFile(path, 'utf8');
  const manifest = JSON.parse(text);
  for (const table of manifest.tables) table.checksum += '1';
  await writeFile(path, JSON.stringify(manifest));
  await expect(restore(sql, folder)).rejects.toThrow(
    /not the \d+ of the backup. Nothing was restored/,
  );
  await writeFile(path, text);
});

test('a database that is used already is left alone', async () => {
  await createTenants(sql, 1, 1);
  await expect(restore(sql, folder)).rejects.toThrow(/has rows already/);
  expect(await sql`select from public.projects`).toHaveLength(1);
});
