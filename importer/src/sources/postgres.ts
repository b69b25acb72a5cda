import postgres from 'postgres';
import { connectTo, explainTls } from '../../../local/database.ts';
import { guessColumns } from '../table/guess.ts';
import type { ColumnUse, Mapping } from '../table/mapping.ts';
import { profileRows } from '../table/profile.ts';
import { Warnings } from '../table/warnings.ts';
import { Failure } from '../failure.ts';
import type { Source, SourceRow } from './source.ts';

/** Rows that are fetched at once. */
const CHUNK = 1000;
/** Rows that are looked at before the columns are guessed. */
const SAMPLE = 500;
/** Of the types of Postgres those that are read as something else than text. */
const OID = { int8: 20, numeric: 1700, date: 1082, timestamp: 1114, timestamptz: 1184, bytea: 17 };
const TIMES = new Set([OID.date, OID.timestamp, OID.timestamptz]);

const AUTH_USERS = `
  select email, coalesce(nullif(btrim(raw_user_meta_data ->> 'full_name'), ''), raw_user_meta_data ->> 'name') as name,
    created_at, last_sign_in_at, raw_app_meta_data ->> 'provider' as provider
  from auth.users where email is not null and deleted_at is null`;

interface PostgresInput {
  address: string;
  table?: string;
  query?: string;
}

/** A table or a query of any Postgres, read with a cursor in one read-only transaction. */
export async function openPostgres({ address, table, query }: PostgresInput): Promise<Source> {
  const text = toQuery(table, query);
  const sql = connectTo(address, {
    connection: { application_name: 'tinycrm-import' },
    types: {
      // As they are written, since a Date would cut microseconds and invent a time of day.
      time: { to: OID.timestamptz, from: [...TIMES], serialize: String, parse: String },
      number: {
        to: OID.numeric,
        from: [OID.int8, OID.numeric],
        serialize: String,
        parse: toNumber,
      },
    },
  });
  try {
    // Read only from the first statement on, so that a query that is pasted in changes nothing.
    const [columns, sample] = await sql.begin('read only', async (transaction) => {
      const described = await transaction.unsafe(`select * from (${text}) described limit 0`);
      return [
        described.columns,
        await transaction.unsafe(`select * from (${text}) sampled limit ${SAMPLE}`).values(),
      ];
    });
    const names = columns.map(({ name }) => name);
    return {
      columns: names,
      ...mapTyped(
        names,
        columns.map(({ type }) => type),
        sample,
      ),
      rows: readRows(sql, text, address),
      close: () => sql.end({ timeout: 5 }),
    };
  } catch (cause) {
    await sql.end({ timeout: 0 });
    throw explain(cause, address);
  }
}

function toQuery(table?: string, query?: string): string {
  if (query !== undefined) return query.trim().replace(/;\s*$/, '');
  if (table === undefined) {
    throw new Failure(
      'Say what to read: --table users, or --query "select email, plan from users".',
    );
  }
  if (table === 'auth.users') return AUTH_USERS;
  return `select * from ${table
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')}`;
}

async function* readRows(
  sql: postgres.Sql,
  text: string,
  address: string,
): AsyncGenerator<SourceRow> {
  let place = 0;
  const connection = await sql.reserve();
  try {
    await connection.unsafe('begin isolation level repeatable read read only');
    await connection.unsafe(`declare import_rows no scroll cursor for ${text}`);
    for (;;) {
      const rows = await connection.unsafe(`fetch ${CHUNK} from import_rows`).values();
      for (const cells of rows) yield { cells: cells as unknown[], place: ++place };
      if (rows.length < CHUNK) break;
    }
    await connection.unsafe('commit');
  } catch (cause) {
    throw explain(cause, address);
  } finally {
    connection.release();
  }
}

/** Guesses what the columns are by their names; of which types they are the database knows. */
function mapTyped(
  names: string[],
  types: number[],
  sample: readonly unknown[][],
): { mapping: Mapping; warnings: Warnings } {
  const texts = sample.map((cells) => cells.map((cell) => (cell === null ? '' : String(cell))));
  const { mapping, warnings } = guessColumns(names, profileRows(names, texts));
  const columns = mapping.columns.map((column, at): ColumnUse => {
    if (types[at] === OID.bytea) return { ...column, use: 'skip' };
    if (TIMES.has(types[at]!)) return { ...column, type: { kind: 'date', order: 'day' } };
    return { ...column, type: { kind: 'text' } };
  });
  return {
    mapping: { ...mapping, columns, guessesStatuses: true },
    warnings: Warnings.of(warnings),
  };
}

/** A number where it keeps all its digits, else the text. */
function toNumber(text: string): number | string {
  const number = Number(text);
  const isWhole = !text.includes('.');
  if (isWhole ? Number.isSafeInteger(number) : text.replace(/\D/g, '').length <= 15) return number;
  return text;
}

function explain(cause: unknown, address: string): unknown {
  const advice = explainTls(cause, address);
  if (advice) return new Failure(advice);
  if (cause instanceof postgres.PostgresError) return new Failure(`Postgres: ${cause.message}`);
  const { code, message } = cause as { code?: string; message: string };
  if (code && /^(E[A-Z]+|CONN|CONNECT)/.test(code)) {
    return new Failure(`Can’t reach Postgres: ${message}`);
  }
  return cause;
}
