import type { View } from './address.ts';
import { paramOf } from '$contract/filters/param-column.ts';

const COMPARISONS = new Set(['gt', 'gte', 'lt', 'lte']);

/** The params whose numbers a view compares or sorts by. */
export function numbersOf({ conditions, sort }: View): string[] {
  const compared = conditions
    .filter(({ field, operator }) => field === 'param' && COMPARISONS.has(operator))
    .map(({ key }) => key);
  const sorted = paramOf(sort);
  return [...new Set(sorted ? [...compared, sorted] : compared)];
}
