import type postgres from 'postgres';

/** Rows that are read or written at once. */
export const BATCH = 1_000;

interface Columns {
  name: string;
  /** Quoted where they must be. */
  columns: string[];
}

/**
 * The rows of `from`, which stands after that word and may use parameters, in batches: a text of JSON
 * for each row.
 */
export async function* readRows(
  sql: postgres.TransactionSql,
  columns: string[],
  from: string,
  parameters: string[] = [],
): AsyncGenerator<string[]> {
  const select = `select to_jsonb(t)::text as line from (select ${columns.join(', ')} from ${from}) t`;
  for await (const rows of sql.unsafe<{ line: string }[]>(select, parameters).cursor(BATCH)) {
    yield rows.map(({ line }) => line);
  }
}

/** Writes rows that readRows read into a table. `into`: a temporary one with the same columns. */
export async function writeRows(
  sql: postgres.TransactionSql,
  { name, columns }: Columns,
  lines: string[],
  into = name,
): Promise<void> {
  await sql.unsafe(
    `insert into ${into} (${columns.join(', ')}) overriding system value
     select ${columns.join(', ')} from jsonb_populate_recordset(null::${name}, $1::text::jsonb)`,
    [`[${lines.join(',')}]`],
  );
}
