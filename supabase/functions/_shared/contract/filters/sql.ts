import { typedSearch } from '../typed-email.ts';
import type { Rows } from './rows.ts';
import { isComplete, isRange, ruleOf, scopeOf, UUID, type Condition } from './conditions.ts';

type Value = string | number | boolean | string[];

/** The filter in the words of the SQL function search_customers. */
export function toFilter({
  search,
  match,
  conditions,
}: Pick<Rows, 'search' | 'match' | 'conditions'>) {
  return {
    search: typedSearch(search),
    match,
    conditions: conditions.filter(isComplete).map(toCondition),
  };
}

function toCondition(condition: Condition): Record<string, Value> {
  const { field, key, operator, scope } = condition;
  const value = toValue(condition);
  return {
    field,
    ...(key && { key }),
    operator,
    ...(value !== undefined && { value }),
    ...(UUID.test(scope) ? { project: scope } : scope !== scopeOf(field) && { scope }),
  };
}

function toValue({ field, operator, values }: Condition): Value | undefined {
  const [first = '', last] = values;
  if (operator === 'is_set' || operator === 'is_not_set') return undefined;
  if (isRange(operator)) return [first, last ?? first];
  switch (ruleOf(field).kind) {
    case 'projects':
    case 'statuses':
    case 'tags':
      return values;
    case 'count':
    case 'time':
      return Number(first);
    case 'text':
      return field === 'email' ? typedSearch(first) : first;
    case 'param':
      if (operator === 'is' || operator === 'is_not') return paramValue(first);
      return /^[gl]te?$/.test(operator) ? Number(first) : first;
    default:
      return first;
  }
}

/** The value that a typed text means: 29 and true are themselves, "29" in quotes and all else is text. */
export function paramValue(text: string): string | number | boolean {
  if (!/^(-?\d|true$|false$|"[^]*"$)/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
