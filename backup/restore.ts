import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type postgres from 'postgres';
import { Failure } from '../local/failure.ts';
import { listMigrations, listTables, readChecksum, type BackedUpTable } from './catalog.ts';
import { fileOf, type Manifest } from './dump.ts';
import { BATCH, writeRows } from './rows.ts';

/**
 * Fills an empty database, to which the same migrations were applied, with the backup in `folder`, all in one
 * transaction, and compares every table with what the backup says of it. `sql` may write every row.
 */
export async function restore(sql: postgres.Sql, folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  await sql.begin(async (all) => {
    await all`set local timezone = 'UTC'`;
    await refuseOthers(all, manifest);
    // The rows were checked when they came, and what triggers would make of them is in the backup too.
    await all`set local session_replication_role = replica`;
    for (const table of manifest.tables) await fill(all, table, join(folder, fileOf(table.name)));
    for (const table of manifest.tables) {
      const found = await readChecksum(all, table);
      if (found.rows !== table.rows || found.checksum !== table.checksum) {
        throw new Failure(
          `${table.name} has ${found.rows} rows that are not the ${table.rows} of the backup. Nothing was restored: take another backup.`,
        );
      }
    }
  });
  await sql`analyze`;
  return manifest;
}

/** Writes the lines of a file as rows of a table. */
async function fill(
  sql: postgres.TransactionSql,
  table: BackedUpTable,
  path: string,
): Promise<void> {
  let lines: string[] = [];
  for await (const line of readLines(path)) {
    if (lines.push(line) < BATCH) continue;
    await writeRows(sql, table, lines);
    lines = [];
  }
  if (lines.length) await writeRows(sql, table, lines);
}

/** The lines of a compressed file. readline would also end them at a U+2028, which JSON leaves as it is. */
async function* readLines(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const text of createReadStream(path).pipe(createGunzip()).setEncoding('utf8')) {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => {
    throw new Failure(`${folder} has no manifest.json: it is no backup, or one that was cut off.`);
  });
  return JSON.parse(text) as Manifest;
}

async function refuseOthers(sql: postgres.TransactionSql, manifest: Manifest): Promise<void> {
  const here = await listMigrations(sql);
  const [missing] = manifest.migrations.filter((version) => !here.includes(version));
  const [newer] = here.filter((version) => !manifest.migrations.includes(version));
  if (missing ?? newer) {
    throw new Failure(
      missing
        ? `The database is missing migration ${missing} from the backup. Apply the migrations of the backup’s version first.`
        : `The database has migration ${newer}, which is newer than the backup. Restore into the backup’s version, then migrate.`,
    );
  }
  for (const { name } of await listTables(sql)) {
    const [row] = await sql.unsafe(`select exists (select from ${name}) as is_filled`);
    // What migrations put there comes again from the backup.
    if (row!.is_filled && !name.startsWith('private.')) {
      throw new Failure(`${name} has rows already. Restore into a database that nobody used yet.`);
    }
    if (row!.is_filled) await sql.unsafe(`delete from ${name}`);
  }
}
