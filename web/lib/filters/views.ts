import { isComplete } from '$contract/filters/conditions.ts';
import { formatView, parseView, savedQuery, type View } from './address.ts';

/** The views that everybody has. The others are saved by name: see lib/server/saved-views.ts. */
export const STANDARD_VIEWS = [
  { name: 'All', query: '' },
  { name: 'Paying', query: '?f=status:is:paid' },
  { name: 'Trials', query: '?f=status:is:trial' },
  { name: 'Waitlist', query: '?f=param.waitlist:is_set' },
  { name: 'Multi-product', query: '?f=project_count:at_least:2' },
  { name: 'Gone quiet', query: '?f=status:is:trial,paid&f=last_activity:more_than:30:same' },
] as const;

interface Saved {
  id: string;
  name: string;
  query: string;
}

/** The saved view that is shown, with whether it has been changed since, or null. */
export function savedViewOf<T extends Saved>(view: View, views: T[]) {
  const now = savedQuery(view);
  const saved = views.find(({ id, query }) =>
    view.saved ? id === view.saved : same(query) === now,
  );
  return saved ? { ...saved, changed: same(saved.query) !== now } : null;
}

/** The view of the standard ones that has the same filters, or null. */
export function standardViewOf(view: View) {
  const filters = filterQuery(view);
  return STANDARD_VIEWS.find(({ query }) => query === filters) ?? null;
}

/** The query of everybody that a view finds, in no order and no layout. */
export function filterQuery({ search, match, conditions }: View): string {
  return savedQuery({ ...read(''), search, match, conditions });
}

/** The query of a view as far as it decides on its rows and their order. */
export function rowsQuery(view: View): string {
  const { layout, density, columns, saved } = read('');
  return formatView({ ...view, layout, density, columns, saved });
}

/** The request that reads the people of a view, as it is pasted into a shell. `api`: the address, with /v1. */
export function apiCall(view: View, api: string): string {
  const conditions = view.conditions.filter(isComplete);
  const query = rowsQuery({ ...view, conditions, page: null });
  return `curl '${api}/customers${query}' -H "Authorization: Bearer $TINYCRM_READ_KEY"`;
}

/** The title of the page while it shows a view. */
export function titleOf(view: View, views: Saved[]): string {
  const name = savedViewOf(view, views)?.name ?? standardViewOf(view)?.name ?? 'All';
  return name === 'All' ? 'Customers' : name;
}

/** The address of a saved view. Its name goes along, so that changes made there can be saved to it. */
export function savedHref({ id, query }: Saved): string {
  return `/customers${formatView({ ...read(query), saved: id, page: null })}`;
}

/** The address of a standard view, with the look of what is looked at where that is this view. */
export function standardHref(query: string, now: View): string {
  if (filterQuery(now) !== query) return `/customers${query}`;
  const { layout, density, columns } = now;
  return `/customers${formatView({ ...read(query), layout, density, columns })}`;
}

const read = (query: string) => parseView(new URLSearchParams(query));
// A query that was written long ago may say the same in other words.
const same = (query: string) => savedQuery(read(query));
