import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type postgres from 'postgres';
import { listMigrations, listTables, readChecksum, type BackedUpTable } from './catalog.ts';
import { readRows } from './rows.ts';

/** The facts that a backup says about itself, in manifest.json. */
export interface Manifest {
  dumped_at: string;
  /** The migrations that the data fits to. */
  migrations: string[];
  tables: BackedUpTable[];
}

/**
 * Writes all rows of a database into `folder`: a compressed file for each table, as they were at one moment,
 * and manifest.json, which comes last: a folder without it is no backup. `sql` sees every row.
 */
export async function dump(sql: postgres.Sql, folder: string): Promise<Manifest> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const manifest = await sql.begin('isolation level repeatable read read only', async (all) => {
    await all`set local timezone = 'UTC'`;
    const tables: BackedUpTable[] = [];
    for (const table of await listTables(all)) {
      const file = createWriteStream(join(folder, fileOf(table.name)), { mode: 0o600 });
      tables.push(await readChecksum(all, table));
      await pipeline(readLines(all, table), createGzip({ level: 1 }), file);
    }
    const migrations = await listMigrations(all);
    return { dumped_at: new Date().toISOString(), migrations, tables };
  });
  const text = JSON.stringify(manifest, null, 2);
  await writeFile(join(folder, 'manifest.json'), text, { mode: 0o600 });
  return manifest;
}

/** The rows of a table as lines of JSON. */
async function* readLines(
  sql: postgres.TransactionSql,
  { name, columns }: { name: string; columns: string[] },
): AsyncGenerator<string> {
  for await (const lines of readRows(sql, columns, name)) {
    yield lines.map((line) => `${line}\n`).join('');
  }
}

/** The file that holds the rows of a table. */
export function fileOf(table: string): string {
  return `${table.replaceAll('"', '')}.ndjson.gz`;
}
