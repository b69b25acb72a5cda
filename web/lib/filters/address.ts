import {
  formatColumns,
  paramColumn,
  paramOf,
  paramProjectOf,
  parseColumns,
  type Column,
  type Density,
  type Layout,
  type ParamColumn,
} from './columns.ts';
import {
  cleanText,
  isComplete,
  MAX_CONDITIONS,
  readCondition,
  scopeOf,
  UUID,
  type Condition,
} from './conditions.ts';
import { quoteTyped, readTyped } from './typed.ts';

const SORT_COLUMNS = [
  'last_activity_at',
  'first_seen_at',
  'email',
  'name',
  'project_count',
] as const;
/** `param:<key>` sorts by the sum of a numeric param over a person's projects, `param@<project>:<key>` by that of one. */
export type SortColumn = (typeof SORT_COLUMNS)[number] | ParamColumn;

/** The state of the customers page. Its address says the same: parseView and formatView. */
export interface View extends Rows, Look {}

/** The part of a view that decides on the rows and their order. */
interface Rows {
  /** Part of a name or an email. */
  search: string;
  match: 'all' | 'any';
  conditions: Condition[];
  sort: SortColumn;
  descending: boolean;
  page: Page | null;
}

/** The part of a view that changes no row. */
interface Look {
  layout: Layout;
  density: Density;
  /** Null is the standard columns of the layout. */
  columns: Column[] | null;
  /** The saved view that this began with. */
  saved: string | null;
}

/** The rows that follow or precede one row, named by its sort value (see cursorOf) and its id. */
export interface Page {
  direction: 'after' | 'before';
  value: string;
  id: string;
}

const STANDARD_SORT = '-last_activity_at';

/** Reads a view from an address. What makes no sense is left out, so that an old link still works. */
export function parseView(url: URLSearchParams): View {
  return { ...parseRows(url), ...parseLook(url) };
}

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

/** The part of a view that changes no row. */
export function parseLook(url: URLSearchParams): Look {
  const saved = url.get('view') ?? '';
  return {
    layout: url.get('layout') === 'grid' ? 'grid' : 'badges',
    density: url.get('density') === 'compact' ? 'compact' : 'full',
    columns: parseColumns(url.get('cols')),
    saved: UUID.test(saved) ? saved : null,
  };
}

/** The parts of a view's address, with nothing that goes without saying. */
export function viewParts(view: View): [name: string, value: string][] {
  const parts: [string, string][] = [];
  if (view.search) parts.push(['q', quoteTyped(view.search)]);
  for (const condition of view.conditions) parts.push(['f', formatCondition(condition)]);
  if (view.match === 'any' && view.conditions.length > 1) parts.push(['combine', 'any']);
  const sort = formatSort(view);
  if (sort !== STANDARD_SORT) parts.push(['sort', sort]);
  if (view.layout === 'grid') parts.push(['layout', 'grid']);
  if (view.density === 'compact') parts.push(['density', 'compact']);
  if (view.columns) parts.push(['cols', formatColumns(view.columns)]);
  if (view.saved) parts.push(['view', view.saved]);
  if (view.page) parts.push([view.page.direction, `${view.page.value},${view.page.id}`]);
  return parts;
}

/** The query of a view's address: '' or '?…'. */
export function formatView(view: View): string {
  const url = new URLSearchParams(viewParts(view));
  // A query may hold these as they are, and is easier to read so.
  return url.size ? `?${url}`.replaceAll('%3A', ':').replaceAll('%2C', ',') : '';
}

/** The address of a view that differs in some parts, from its first page on. */
export function changeView(view: View, changes: Partial<View>): string {
  return formatView({ ...view, page: null, ...changes });
}

/** The query that a saved view keeps: no page, and not its own name. */
export function savedQuery(view: View): string {
  return changeView(view, { saved: null, conditions: view.conditions.filter(isComplete) });
}

export function formatSort({ sort, descending }: Pick<View, 'sort' | 'descending'>): string {
  return (descending ? '-' : '') + sort;
}

/** The direction in which a column is read first: the newest time, the largest number, the first name. */
export function startsDescending(column: SortColumn): boolean {
  return column !== 'email' && column !== 'name';
}

export function isFiltered({ search, conditions }: View): boolean {
  return search !== '' || conditions.some(isComplete);
}

/** A view that shows everybody, as it is laid out. */
export const NO_FILTER = { search: '', conditions: [], match: 'all' } satisfies Partial<View>;

/** `status:is:trial,paid:any`, the field of a param as `param.plan`. */
export function formatCondition({ field, key, operator, values, scope }: Condition): string {
  const parts = [key ? `${field}.${escape(key)}` : field, operator];
  const isScoped = scope !== scopeOf(field);
  if (values.length > 0 || isScoped) parts.push(values.map(escape).join(','));
  if (isScoped) parts.push(scope);
  return parts.join(':');
}

function parseCondition(text: string): Condition | null {
  const [name = '', operator, values, scope] = text.slice(0, 12_000).split(':');
  const dot = name.indexOf('.');
  const field = dot < 0 ? name : name.slice(0, dot);
  const list = values === undefined ? [] : values.split(',').map(unescape);
  // An empty list and one empty text are written the same. Only a param can be an empty text.
  const empty = list.length === 1 && list[0] === '' && scope !== undefined;
  return readCondition({
    field,
    key: dot < 0 ? '' : unescape(name.slice(dot + 1)),
    operator,
    values: empty ? [] : list,
    scope,
  });
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

function parseSort(text: string): Pick<View, 'sort' | 'descending'> | null {
  const descending = text.startsWith('-');
  const name = descending ? text.slice(1) : text;
  const sort = SORT_COLUMNS.find((column) => column === name);
  if (sort) return { sort, descending };
  const project = paramProjectOf(name);
  const key = cleanText(paramOf(name) ?? '');
  if (!key || (project !== null && !UUID.test(project))) return null;
  return { sort: paramColumn(key, project), descending };
}

/** The rows that follow or precede one row. */
export function pageFrom(
  direction: Page['direction'],
  row: { id: string; sort_value?: unknown },
): Page {
  return { direction, value: String(row.sort_value ?? ''), id: row.id };
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
