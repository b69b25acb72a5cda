import type { Database } from './database.types.ts';

export type Status = Database['public']['Enums']['customer_status'];
export type SortColumn = (typeof SORT_COLUMNS)[number];

export const STATUSES: readonly Status[] = ['free', 'trial', 'paid', 'churned'];
export const SORT_COLUMNS = ['last_activity_at', 'first_seen_at', 'email', 'name'] as const;
const MATCHES = ['any', 'all', 'none'] as const;

/** What the customers page shows. Its address says the same: parseView and formatView. */
export interface View {
  /** Part of a name or an email. */
  search: string;
  projects: string[];
  match: (typeof MATCHES)[number];
  statuses: Status[];
  params: Param[];
  /** The project that statuses and params are looked for in; null is any. */
  scope: string | null;
  sort: SortColumn;
  descending: boolean;
  page: Page | null;
}

export interface Param {
  key: string;
  /** As typed: see paramValue. */
  text: string;
}

/** The rows that follow or precede one row, named by its sort value and its id. */
export interface Page {
  direction: 'after' | 'before';
  value: string;
  id: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const LONGEST_TEXT = 200;
const MOST_VALUES = 50;

/** Reads a view from an address. What makes no sense is left out, so that an old link still works. */
export function parseView(url: URLSearchParams): View {
  const sort = url.get('sort') ?? '-last_activity_at';
  const column = SORT_COLUMNS.find((name) => name === sort.replace('-', ''));
  const scope = url.get('in') ?? '';
  return {
    search: clean(url.get('q') ?? ''),
    projects: distinct(url.getAll('project').filter((id) => UUID.test(id))),
    match: MATCHES.find((match) => match === url.get('match')) ?? 'any',
    statuses: STATUSES.filter((status) => url.getAll('status').includes(status)),
    params: distinct(url.getAll('param')).flatMap((text) => parseParam(text) ?? []),
    scope: UUID.test(scope) ? scope : null,
    sort: column ?? 'last_activity_at',
    descending: column ? sort.startsWith('-') : true,
    page: parsePage('after', url.get('after')) ?? parsePage('before', url.get('before')),
  };
}

/** The query of a view's address, with nothing in it that goes without saying: '' or '?…'. */
export function formatView(view: View): string {
  const url = new URLSearchParams();
  if (view.search) url.set('q', view.search);
  for (const id of view.projects) url.append('project', id);
  if (view.projects.length > 0 && view.match !== 'any') url.set('match', view.match);
  for (const status of view.statuses) url.append('status', status);
  for (const { key, text } of view.params) url.append('param', `${key}=${text}`);
  if (view.scope && (view.statuses.length > 0 || view.params.length > 0)) url.set('in', view.scope);
  const sort = formatSort(view);
  if (sort !== '-last_activity_at') url.set('sort', sort);
  if (view.page) url.set(view.page.direction, `${view.page.value},${view.page.id}`);
  return url.size ? `?${url}` : '';
}

/** The address of a view that differs in some parts, from its first page on. */
export function changeView(view: View, changes: Partial<View>): string {
  return formatView({ ...view, page: null, ...changes });
}

export function formatSort({ sort, descending }: Pick<View, 'sort' | 'descending'>): string {
  return (descending ? '-' : '') + sort;
}

/** The direction in which a column is read first: the newest time, the first name. */
export function startsDescending(column: SortColumn): boolean {
  return column.endsWith('_at');
}

export function isFiltered({ search, projects, statuses, params }: View): boolean {
  return search !== '' || projects.length + statuses.length + params.length > 0;
}

/** The filter in the words of the SQL function search_customers. */
export function toFilter(view: View) {
  const project = view.scope ? { project: view.scope } : {};
  return {
    search: view.search,
    conditions: [
      ...(view.projects.length > 0
        ? [{ field: 'project', operator: `${view.match}_of`, value: view.projects }]
        : []),
      ...(view.statuses.length > 0
        ? [{ field: 'status', operator: 'is', value: view.statuses, ...project }]
        : []),
      ...view.params.map(({ key, text }) => {
        return { field: 'param', key, operator: 'is', value: paramValue(text), ...project };
      }),
    ],
  };
}

/** `plan=pro` as a param, or null when it is none. */
export function parseParam(typed: string): Param | null {
  const text = clean(typed);
  const at = text.indexOf('=');
  const key = text.slice(0, at).trim();
  return at > 0 && key ? { key, text: text.slice(at + 1).trim() } : null;
}

/** What a typed value means: 29 and true are themselves, "29" in quotes and all else is text. */
export function paramValue(text: string): string | number | boolean {
  if (!/^(-?\d|true$|false$|"[^]*"$)/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function parsePage(direction: Page['direction'], text: string | null): Page | null {
  const at = text?.lastIndexOf(',') ?? -1;
  if (!text || at < 0) return null;
  const id = text.slice(at + 1);
  return UUID.test(id) ? { direction, value: clean(text.slice(0, at)), id } : null;
}

// Postgres keeps no NUL in a text, and no control character is part of a name.
function clean(text: string): string {
  return text
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, LONGEST_TEXT);
}

function distinct(values: string[]): string[] {
  return [...new Set(values)].slice(0, MOST_VALUES);
}
