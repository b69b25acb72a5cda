import type { Status } from '$contract/statuses.ts';
import { changeView, newCondition, parseView, type Condition } from '$lib/filters';

// Where the figures of the overview lead: the customers who were counted.

/** Everybody in all of these products. */
export function inAll(...projectIds: string[]): string {
  return customers(condition('project', 'all_of', projectIds));
}

/** Whoever has this status in a product. */
export function withStatus(projectId: string, status: Status): string {
  return customers(condition('status', 'is', [status], projectId));
}

/** Whoever pays for `a` and not for `b`. */
export function paidNot(a: string, b: string): string {
  return customers(
    condition('status', 'is', ['paid'], a),
    condition('status', 'is_not', ['paid'], b),
  );
}

/** Whoever is in several products, whichever they are. */
export function inSeveral(): string {
  return customers(condition('project_count', 'at_least', ['2']));
}

/** Whoever pays for any product. */
export function paying(): string {
  return customers(condition('status', 'is', ['paid']));
}

function condition(
  field: Condition['field'],
  operator: Condition['operator'],
  values: string[],
  scope = 'any',
): Condition {
  return { ...newCondition(field), operator, values, scope };
}

function customers(...conditions: Condition[]): string {
  return `/customers${changeView(parseView(new URLSearchParams()), { conditions })}`;
}
