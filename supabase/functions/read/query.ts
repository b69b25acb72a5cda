import { textOfCursor } from '../_shared/contract/cursor.ts';
import { parseRows } from '../_shared/contract/filters/rows.ts';
import { toFilter } from '../_shared/contract/filters/sql.ts';
import { faultsOf } from '../_shared/contract/filters/strict.ts';
import { type FieldError, Problem } from '../_shared/contract/problems.ts';

const MAX_LIMIT = 200;
const MAX_DAYS = 3_660;
const CURSOR = 'Send the next_cursor of the page before, as it is.';
const OWN = ['limit', 'cursor', 'count'];
const ROWS = ['q', 'f', 'combine', 'sort'];
/** How the dashboard shows a view: an address may be copied with them, and they change no row. */
const LOOK = ['layout', 'density', 'cols', 'view'];

/** The question that a query asks, as the SQL function read.customers takes it, with one row more than is shown. Throws a Problem. */
export function readQuery(query: URLSearchParams) {
  const faults = [...unknownIn(query, [...OWN, ...ROWS, ...LOOK]), ...faultsOf(query)];
  const limit = readLimit(query.get('limit') ?? '50', faults);
  const cursor = readCursor('cursor', query.get('cursor'), faults);
  const count = query.get('count') ?? '0';
  if (!['0', '1'].includes(count)) faults.push({ pointer: '/count', detail: 'Use 1, or nothing.' });
  if (faults.length > 0) throw invalidQuery(faults);
  const { sort, descending, ...rows } = parseRows(query);
  return {
    filter: toFilter(rows),
    sort,
    descending,
    limit: limit + 1,
    cursor,
    count: count === '1',
  };
}

/** The question of a poller, as the SQL function read.changes takes it. Throws a Problem. */
export function changesQuery(query: URLSearchParams) {
  const faults = unknownIn(query, ['since', 'limit']);
  const limit = readLimit(query.get('limit') ?? '50', faults);
  const since = query.get('since');
  const from_now = since === 'now';
  const cursor = from_now ? null : readCursor('since', since, faults);
  if (faults.length > 0) throw invalidQuery(faults);
  return { since: cursor, from_now, limit: limit + 1 };
}

/** The days that end today for which the overview is asked, or null for none. Throws a Problem. */
export function overviewDays(query: URLSearchParams): number | null {
  const faults = unknownIn(query, ['days']);
  const text = query.get('days');
  const days = text === null ? null : /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (days !== null && (days < 1 || days > MAX_DAYS)) {
    faults.push({ pointer: '/days', detail: `Use a number from 1 to ${MAX_DAYS}.` });
  }
  if (faults.length > 0) throw invalidQuery(faults);
  return days;
}

/** Throws a Problem for the first param: what has none would answer something else than was asked. */
export function refuseQuery(query: URLSearchParams): void {
  const faults = unknownIn(query, []);
  if (faults.length > 0) throw invalidQuery(faults);
}

function readCursor(name: string, cursor: string | null, faults: FieldError[]): string | null {
  const text = cursor === null ? null : textOfCursor(cursor);
  if (cursor !== null && text === null) faults.push({ pointer: `/${name}`, detail: CURSOR });
  return text;
}

function readLimit(text: string, faults: FieldError[]): number {
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) {
    faults.push({ pointer: '/limit', detail: `Use a number from 1 to ${MAX_LIMIT}.` });
  }
  return limit;
}

function unknownIn(query: URLSearchParams, known: string[]): FieldError[] {
  const unknown = [...new Set(query.keys())].filter((name) => !known.includes(name));
  const list = known.length > 0 ? `Known are ${known.join(', ')}.` : 'This path takes none.';
  return unknown.map((name) => ({
    pointer: `/${name.slice(0, 40).replaceAll('~', '~0').replaceAll('/', '~1')}`,
    detail: `There is no such parameter. ${list}`,
  }));
}

function invalidQuery(errors: FieldError[]): Problem {
  const [first] = errors;
  return new Problem('invalid_query', `${first!.pointer}: ${first!.detail}`, { errors });
}
