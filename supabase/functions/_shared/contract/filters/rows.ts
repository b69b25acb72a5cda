import {
  cleanText,
  MAX_CONDITIONS,
  readCondition,
  scopeOf,
  UUID,
  type Condition,
} from './conditions.ts';
import { paramColumn, paramOf, paramProjectOf, type ParamColumn } from './param-column.ts';
import { readTyped } from './typed.ts';

const SORT_COLUMNS = [
  'last_activity_at',
  'first_seen_at',
  'email',
  'name',
  'project_count',
] as const;
/** `param:<key>` sorts by the sum of a numeric param over a person's projects, `param@<project>:<key>` by that of one. */
export type SortColumn = (typeof SORT_COLUMNS)[number] | ParamColumn;

/** The part of a view that decides on the rows and their order. */
export interface Rows {
  /** Part of a name or an email. */
  search: string;
  match: 'all' | 'any';
  conditions: Condition[];
  sort: SortColumn;
  descending: boolean;
  page: Page | null;
}

/** The rows that follow or precede one row, named by its sort value (see cursorOf) and its id. */
export interface Page {
  direction: 'after' | 'before';
  value: string;
  id: string;
}

export const STANDARD_SORT = '-last_activity_at';

/** The part of a view that decides on its rows. It reads no other param of the address. */
export function parseRows(url: URLSearchParams): Rows {
  const typed = readTyped(cleanText(url.get('q') ?? ''));
  const sort = parseSort(url.get('sort') ?? STANDARD_SORT);
  return {
    search: typed.search,
    match: url.get('combine') === 'any' ? 'any' : 'all',
    conditions: [...readConditions(url), ...typed.conditions].slice(0, MAX_CONDITIONS),
    ...(sort ?? parseSort(STANDARD_SORT)!),
    page: parsePage('after', url.get('after')) ?? parsePage('before', url.get('before')),
  };
}

export function formatSort({ sort, descending }: Pick<Rows, 'sort' | 'descending'>): string {
  return (descending ? '-' : '') + sort;
}

/** `status:is:trial,paid:any`, the field of a param as `param.plan`. */
export function formatCondition({ field, key, operator, values, scope }: Condition): string {
  const parts = [key ? `${field}.${escape(key)}` : field, operator];
  const isScoped = scope !== scopeOf(field);
  if (values.length > 0 || isScoped) parts.push(values.map(escape).join(','));
  if (isScoped) parts.push(scope);
  return parts.join(':');
}

/** A condition as an address writes it, or null where it makes no sense. What it cannot be is left out. */
export function parseCondition(text: string): Condition | null {
  return readCondition(conditionParts(text));
}

/** The parts of a condition as its text has them, whatever they are. */
export function conditionParts(text: string) {
  const [name = '', operator, values, scope] = text.slice(0, 12_000).split(':');
  const dot = name.indexOf('.');
  const list = values === undefined ? [] : values.split(',').map(unescape);
  // An empty list and one empty text are written the same. Only a param can be an empty text.
  const empty = list.length === 1 && list[0] === '' && scope !== undefined;
  return {
    field: dot < 0 ? name : name.slice(0, dot),
    key: dot < 0 ? '' : unescape(name.slice(dot + 1)),
    operator,
    values: empty ? [] : list,
    scope,
  };
}

function readConditions(url: URLSearchParams): Condition[] {
  const conditions = url
    .getAll('f')
    .slice(0, MAX_CONDITIONS)
    .flatMap((text) => parseCondition(text) ?? []);
  const edited = readForm(url);
  if (!edited) return conditions;
  const at = Number(url.get('at') ?? conditions.length);
  return conditions.toSpliced(at, 0, edited);
}

/** The one condition that a form edits, field by field; the others are with it as `f`. */
function readForm(url: URLSearchParams): Condition | null {
  const field = url.get('field');
  if (!field) return null;
  return readCondition({
    field,
    key: url.get('key') ?? '',
    operator: url.get('operator') ?? '',
    values: url.getAll('value').filter((value) => value.trim() !== ''),
    scope: url.get('scope') ?? undefined,
  });
}

export function parseSort(text: string): Pick<Rows, 'sort' | 'descending'> | null {
  const descending = text.startsWith('-');
  const name = descending ? text.slice(1) : text;
  const sort = SORT_COLUMNS.find((column) => column === name);
  if (sort) return { sort, descending };
  const project = paramProjectOf(name);
  const key = cleanText(paramOf(name) ?? '');
  if (!key || (project !== null && !UUID.test(project))) return null;
  return { sort: paramColumn(key, project), descending };
}

function parsePage(direction: Page['direction'], text: string | null): Page | null {
  const at = text?.lastIndexOf(',') ?? -1;
  if (!text || at < 0) return null;
  const id = text.slice(at + 1);
  return UUID.test(id) ? { direction, value: cleanText(text.slice(0, at)), id } : null;
}

const escape = (text: string) =>
  text.replace(/[%:,]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
const unescape = (text: string) =>
  text.replace(/%(25|3A|2C)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
