import { z } from 'zod';
import { textOfCursor } from '../_shared/contract/cursor.ts';
import {
  cleanText,
  MAX_CONDITIONS,
  type Condition,
} from '../_shared/contract/filters/conditions.ts';
import { paramColumn } from '../_shared/contract/filters/param-column.ts';
import {
  formatCondition,
  formatSort,
  STANDARD_SORT,
  type Rows,
  type SortColumn,
} from '../_shared/contract/filters/rows.ts';
import { toFilter } from '../_shared/contract/filters/sql.ts';
import { quoteTyped } from '../_shared/contract/filters/typed.ts';
import { Problem } from '../_shared/contract/problems.ts';
import type { Caller } from './caller.ts';
import { conditionSchema, FIELD_HELP, readAsked } from './filter.ts';

/** Which people: what the tools that find or count some take. */
export const WHO = {
  search: z.string().max(200).optional().meta({ description: 'Part of a name or an email.' }),
  match: z.enum(['all', 'any']).optional().meta({ description: 'all without it.' }),
  conditions: z
    .array(conditionSchema)
    .max(MAX_CONDITIONS)
    .optional()
    .meta({ description: `Fields with their operators: ${FIELD_HELP}.` }),
};

export const PAGE = {
  limit: z.int().min(1).max(50).optional().meta({ description: '20 without it.' }),
  cursor: z.string().max(2_000).optional().meta({ description: 'next_cursor of the page before.' }),
};

const SORTS = {
  last_activity: 'last_activity_at',
  first_seen: 'first_seen_at',
  email: 'email',
  name: 'name',
  product_count: 'project_count',
} as const satisfies Record<string, SortColumn>;

export const SORT = z
  .strictObject({
    by: z.enum(['last_activity', 'first_seen', 'email', 'name', 'product_count', 'param']),
    key: z.string().optional().meta({ description: 'Of a param with numbers, such as mrr.' }),
    product: z.string().optional().meta({ description: 'The param in this product alone.' }),
    order: z.enum(['asc', 'desc']),
  })
  .optional()
  .meta({ description: 'A param is summed over products. Newest activity first without it.' });

type Who = z.infer<z.ZodObject<typeof WHO>>;
type Page = z.infer<z.ZodObject<typeof PAGE>>;
const STANDARD_LIMIT = 20;

/** The people that an assistant asks for, as the dashboard asks for them. Throws a Problem. */
export function readWho(caller: Caller, who: Who, sort?: z.infer<typeof SORT>): Rows {
  const conditions = (who.conditions ?? []).map((asked, i) => readAsked(caller, asked, i));
  return {
    search: cleanText(who.search ?? ''),
    match: who.match ?? 'all',
    conditions,
    ...(sort
      ? { sort: columnOf(caller, sort), descending: sort.order === 'desc' }
      : { sort: 'last_activity_at', descending: true }),
    page: null,
  };
}

function columnOf(caller: Caller, sort: NonNullable<z.infer<typeof SORT>>): SortColumn {
  if (sort.by !== 'param') return SORTS[sort.by];
  const key = cleanText(sort.key ?? '');
  if (key) return paramColumn(key, sort.product ? caller.findProduct(sort.product).id : null);
  throw new Problem('invalid_query', 'sort: a param needs its key, such as mrr.');
}

/** A page of them in the words of the SQL function read.customers, with one row more than is told. */
export function pageOf(rows: Rows, { limit = STANDARD_LIMIT, cursor }: Page) {
  return {
    filter: toFilter(rows),
    sort: rows.sort,
    descending: rows.descending,
    limit: limit + 1,
    cursor: cursorText(cursor),
  };
}

/** Where the dashboard shows the same people. */
export function addressOf(rows: Rows): string {
  const query = new URLSearchParams();
  if (rows.search) query.set('q', quoteTyped(rows.search));
  for (const condition of rows.conditions as Condition[]) {
    query.append('f', formatCondition(condition));
  }
  if (rows.match === 'any' && rows.conditions.length > 1) query.set('combine', 'any');
  const sort = formatSort(rows);
  if (sort !== STANDARD_SORT) query.set('sort', sort);
  return query.size > 0 ? `/customers?${query}` : '/customers';
}

/** What is in a cursor, or null for the first page. Throws a Problem. */
export function cursorText(cursor: string | undefined): string | null {
  const text = cursor === undefined ? null : textOfCursor(cursor);
  if (cursor !== undefined && text === null) {
    throw new Problem(
      'invalid_query',
      'cursor: send the next_cursor of the page before, as it is.',
    );
  }
  return text;
}
