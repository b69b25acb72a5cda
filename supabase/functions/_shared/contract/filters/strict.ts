import type { FieldError } from '../problems.ts';
import { isComplete, MAX_CONDITIONS } from './conditions.ts';
import { conditionParts, parseCondition, parseSort } from './rows.ts';

/**
 * What of a query the dashboard would leave out, so that an old link still works. A program is told:
 * whoever asks for less must not get everybody.
 */
export function faultsOf(query: URLSearchParams): FieldError[] {
  const faults: FieldError[] = [];
  const conditions = query.getAll('f');
  if (conditions.length > MAX_CONDITIONS) {
    faults.push({ pointer: '/f', detail: `A filter has ${MAX_CONDITIONS} conditions at most.` });
  }
  conditions.forEach((text, index) => {
    if (isWhole(text)) return;
    const detail =
      'Not a condition that TinyCRM knows. Build the filter in the dashboard and copy it from its address.';
    faults.push({ pointer: `/f/${index}`, detail });
  });
  const sort = query.get('sort');
  if (sort !== null && !parseSort(sort)) {
    const detail =
      'Sort by last_activity_at, first_seen_at, email, name, project_count, param:<key> or param@<project>:<key>; a minus before it turns the order.';
    faults.push({ pointer: '/sort', detail });
  }
  if (!['all', 'any', null].includes(query.get('combine'))) {
    faults.push({ pointer: '/combine', detail: 'Use all or any.' });
  }
  return faults;
}

/** True if a condition means all that its text says. */
function isWhole(text: string): boolean {
  const read = parseCondition(text);
  if (!read || !isComplete(read)) return false;
  const { operator, values, scope } = conditionParts(text);
  return (
    read.operator === operator &&
    new Set(values.map((value) => value.trim())).size === read.values.length &&
    (scope === undefined || read.scope === scope)
  );
}
