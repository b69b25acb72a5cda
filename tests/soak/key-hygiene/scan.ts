import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type postgres from 'postgres';

const FULL_KEY = 'tcrm_proj_[0-9A-Za-z]{49}';

/** The texts that hold a full key, of any project, live or not: what stands around it, without most of it. */
export function withFullKeys(texts: readonly string[]): string[] {
  return texts
    .filter((text) => new RegExp(FULL_KEY).test(text))
    .map((text) => text.replaceAll(new RegExp(FULL_KEY, 'g'), (key) => `${key.slice(0, 14)}…`));
}

/** The tables and catalogs of every schema that hold a text (a regular expression) in any column, and how many there are. */
export async function scanTables(admin: postgres.Sql, text = FULL_KEY) {
  const tables = await admin`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm', 'p') or c.oid = 'pg_catalog.pg_stat_activity'::regclass`;
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await admin.unsafe(
      `select count(*)::int as rows from ${name} t where t::text ~ '${text}'`,
    );
    if (row!.rows > 0) found.push(name);
  }
  return { tables: tables.length, found };
}

/** The files of a folder, all below it included, that hold these bytes, and those that hold a full key. */
export function scanFiles(folder: string, bytes: Buffer) {
  const fullKey = new RegExp(FULL_KEY);
  const holding: string[] = [];
  const withKeys: string[] = [];
  let size = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = readFileSync(join(entry.parentPath, entry.name));
    size += content.length;
    if (content.includes(bytes)) holding.push(entry.name);
    if (fullKey.test(content.toString('latin1'))) withKeys.push(entry.name);
  }
  return { megabytes: Math.round(size / 1e6), holding, withKeys };
}
