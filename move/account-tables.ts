import type postgres from 'postgres';
import { SCHEMAS } from '../backup/catalog.ts';

/** A table with rows of accounts. Names are quoted where they must be. */
export interface AccountTable {
  name: string;
  /** The column that says whose a row is. */
  owner: string;
  columns: string[];
  /** The same as they are compared: types of our own have other numbers in each database. */
  compared: string[];
  primaryKey: string[];
  /** The sequence that numbers its rows, if one does. */
  sequence: { name: string; column: string } | null;
}

/** What a move knows of itself is no part of the account. */
const MOVES = 'private.account_moves';

/**
 * The tables that hold an account's rows, each after those that its foreign keys lead to. Without the
 * columns that Postgres generates, and numbers of transactions, which mean nothing in another database.
 */
export async function listAccountTables(sql: postgres.ISql): Promise<AccountTable[]> {
  return sql<AccountTable[]>`
    with recursive tables as (
      select c.oid, format('%I.%I', n.nspname, c.relname) as name,
        case when c.oid = 'public.accounts'::regclass then 'id' else 'account_id' end as owner
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname in ${sql(SCHEMAS)} and c.oid <> ${MOVES}::regclass
        and (c.oid = 'public.accounts'::regclass or exists (
          select from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped
        ))
    ),
    depths as (
      select oid, 0 as depth from tables
      union
      select f.conrelid, d.depth + 1
      from depths d
      join pg_constraint f on f.contype = 'f' and f.confrelid = d.oid and f.conrelid <> f.confrelid
      join tables t on t.oid = f.conrelid
      where d.depth < 20
    )
    select t.name, t.owner,
      kept.columns, kept.compared,
      (
        select array_agg(quote_ident(a.attname) order by a.attnum) from pg_index i
        join pg_attribute a on a.attrelid = t.oid and a.attnum = any (i.indkey)
        where i.indrelid = t.oid and i.indisprimary and a.atttypid <> 'xid8'::regtype
      ) as "primaryKey",
      (
        select json_build_object('name', pg_get_serial_sequence(t.name, a.attname), 'column', quote_ident(a.attname))
        from pg_attribute a where a.attrelid = t.oid and a.attidentity <> ''
      ) as sequence
    from tables t
    join depths d using (oid)
    cross join lateral (
      select array_agg(quote_ident(a.attname) order by a.attnum) as columns,
        array_agg(
          quote_ident(a.attname) || case when y.typnamespace = 'pg_catalog'::regnamespace then '' else '::text' end
          order by a.attnum
        ) as compared
      from pg_attribute a
      join pg_type y on y.oid = a.atttypid
      where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and a.atttypid <> 'xid8'::regtype
    ) kept
    group by t.oid, t.name, t.owner, kept.columns, kept.compared
    order by max(d.depth), t.name`;
}

/** The rows of an account in a table, as a part of a statement whose parameter $1 is the account. */
export function rowsOf({ name, owner }: AccountTable): string {
  return `${name} where ${owner} = $1`;
}

/** The number of rows, and the MD5 of each added up, so that it is the same in any order. */
export interface Digest {
  rows: number;
  bytes: number;
  md5: string;
}

/** `from` is what stands after the word, and may use $1. */
async function digest(
  sql: postgres.ISql,
  { compared }: AccountTable,
  from: string,
  account: string,
): Promise<Digest> {
  const half = (begin: number) => `sum(('x' || substr(hash, ${begin}, 16))::bit(64)::bigint)`;
  // Each row is hashed once, as it is sent, which is quicker than as text. offset keeps the parts apart.
  const [row] = await sql.unsafe<Digest[]>(
    `select count(*)::integer as rows, coalesce(sum(size), 0)::double precision as bytes,
       concat_ws(' ', ${half(1)}, ${half(17)}) as md5
     from (
       select md5(record_send(t)) as hash, pg_column_size(t) as size
       from (select ${compared.join(', ')} from ${from}) t offset 0
     ) t`,
    [account],
  );
  return row!;
}

/** The digest of the rows of an account in a table. */
export function digestRows(sql: postgres.ISql, table: AccountTable, account: string) {
  return digest(sql, table, rowsOf(table), account);
}

/** The same of rows that are kept in private.account_moves while nobody may get in. */
export function digestKept(sql: postgres.ISql, table: AccountTable, account: string) {
  return digest(sql, table, keptRows(table), account);
}

/** Rows of `table` that are kept in the move of account $1. */
export function keptRows({ name }: AccountTable): string {
  return `(
    select r.* from private.account_moves m, jsonb_populate_recordset(null::${name}, m.gates -> '${name}') r
    where m.account_id = $1
  ) kept`;
}
