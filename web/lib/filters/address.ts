import { formatColumns, parseColumns, type Column, type Density, type Layout } from './columns.ts';
import { isComplete, UUID } from '$contract/filters/conditions.ts';
import {
  formatCondition,
  formatSort,
  parseRows,
  STANDARD_SORT,
  type Page,
  type Rows,
  type SortColumn,
} from '$contract/filters/rows.ts';
import { quoteTyped } from '$contract/filters/typed.ts';

/** The state of the customers page. Its address says the same: parseView and formatView. */
export interface View extends Rows, Look {}

/** The part of a view that changes no row. */
interface Look {
  layout: Layout;
  density: Density;
  /** Null is the standard columns of the layout. */
  columns: Column[] | null;
  /** The saved view that this began with. */
  saved: string | null;
}

/** Reads a view from an address. What makes no sense is left out, so that an old link still works. */
export function parseView(url: URLSearchParams): View {
  return { ...parseRows(url), ...parseLook(url) };
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

/** The direction in which a column is read first: the newest time, the largest number, the first name. */
export function startsDescending(column: SortColumn): boolean {
  return column !== 'email' && column !== 'name';
}

export function isFiltered({ search, conditions }: View): boolean {
  return search !== '' || conditions.some(isComplete);
}

/** A view that shows everybody, as it is laid out. */
export const NO_FILTER = { search: '', conditions: [], match: 'all' } satisfies Partial<View>;

/** The rows that follow or precede one row. */
export function pageFrom(
  direction: Page['direction'],
  row: { id: string; sort_value?: unknown },
): Page {
  return { direction, value: String(row.sort_value ?? ''), id: row.id };
}
