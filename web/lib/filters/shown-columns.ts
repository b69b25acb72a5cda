import { isComplete, scopeOf, UUID } from '$contract/filters/conditions.ts';
import type { View } from './address.ts';
import { paramColumn, paramOf } from '$contract/filters/param-column.ts';
import { standardColumns, type Column } from './columns.ts';

/** Less than a column that was chosen: nobody asked for it. */
const ASKED_WIDTH = 96;

/**
 * The columns of a view: those that were chosen, or the standard ones of its layout with the params
 * that it filters or sorts by, so that a row shows why it is there.
 */
export function columnsOf(view: View, projects: { id: string }[]): Column[] {
  if (view.columns) return view.columns;
  const columns = standardColumns(view.layout, projects);
  const asked = askedColumns(view).map((id) => ({ id, width: ASKED_WIDTH, pinned: false }));
  const times = columns.findIndex(({ id }) => id === 'last_activity_at');
  return columns.toSpliced(times, 0, ...asked);
}

/** The key of when a person was last active in one product, which stands among its params where it is asked for. */
export const ACTIVITY = 'last active';

/** The keys of the params that a view filters or sorts by, and ACTIVITY where it asks for that of a product. */
export function askedParams(view: Pick<View, 'conditions' | 'sort'>): string[] {
  const asksActivity = view.conditions.some(
    (condition) =>
      condition.field === 'last_activity' &&
      condition.scope !== scopeOf(condition.field) &&
      isComplete(condition),
  );
  const keys = askedColumns(view).map((id) => paramOf(id)!);
  return [...new Set(asksActivity ? [ACTIVITY, ...keys] : keys)];
}

function askedColumns({ conditions, sort }: Pick<View, 'conditions' | 'sort'>): string[] {
  const filtered = conditions
    .filter((condition) => condition.field === 'param' && isComplete(condition))
    .map(({ key, scope }) => paramColumn(key, UUID.test(scope) ? scope : null));
  return [...new Set(paramOf(sort) ? [...filtered, sort] : filtered)];
}
