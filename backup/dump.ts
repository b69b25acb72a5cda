import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type postgres from 'postgres';
import { listMigrations, listTables, readChecksum, type BackedUpTable } from './catalog.ts';

/** How to end a client that copied: it waits for its copies in vain, and for ever (postgres 3.4). In seconds. */
export const ENDING = { timeout: 1 };

/** What a backup says about itself, in manifest.json. */
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
  const manifest = await sql.begin(
    'isolation level repeatable read read only',
    async (snapshot) => {
      await snapshot`set local timezone = 'UTC'`;
      const tables: BackedUpTable[] = [];
      for (const table of await listTables(snapshot)) {
        tables.push(await readChecksum(snapshot, table));
        const rows = await snapshot
          .unsafe(`copy ${table.name} (${table.columns.join(', ')}) to stdout`)
          .readable();
        const file = createWriteStream(join(folder, fileOf(table.name)), { mode: 0o600 });
        await pipeline(rows, createGzip({ level: 1 }), file);
      }
      const migrations = await listMigrations(snapshot);
      return { dumped_at: new Date().toISOString(), migrations, tables };
    },
  );
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2), {
    mode: 0o600,
  });
  return manifest;
}

/** The file that holds the rows of a table. */
export function fileOf(table: string): string {
  return `${table.replaceAll('"', '')}.tsv.gz`;
}
