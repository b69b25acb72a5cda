import type { Status } from '$contract/statuses.ts';
import type { Change } from '$lib/period.ts';
import { changeView, newCondition, parseView, type Condition } from '$lib/filters';

// Where the figures of the overview lead: the customers who were counted.

/** Everybody in all of these projects. */
export function inAll(...projectIds: string[]): string {
  return customers(condition('project', 'all_of', projectIds));
}

/** Everybody who has this status in a project. */
export function withStatus(projectId: string, status: Status): string {
  return customers(condition('status', 'is', [status], projectId));
}

/** Everybody who pays for `a` and not for `b`. */
export function paidNot(a: string, b: string): string {
  return customers(
    condition('status', 'is', ['paid'], a),
    condition('status', 'is_not', ['paid'], b),
  );
}

/** Everybody who is in several projects, whichever they are. */
export function inSeveral(): string {
  return customers(condition('project_count', 'at_least', ['2']));
}

/** Everybody who pays for any project. */
export function paying(): string {
  return customers(condition('status', 'is', ['paid']));
}

function condition(
  field: Condition['field'],
  operator: Condition['operator'],
  values: string[],
  scope = newCondition(field).scope,
): Condition {
  return { ...newCondition(field), operator, values, scope };
}

function customers(...conditions: Condition[]): string {
  return `/customers${changeView(parseView(new URLSearchParams()), { conditions })}`;
}

/** Everybody who came from a day to another, both of them included. */
export function newIn({ first, last }: { first: string; last: string }): string {
  return customers(condition('first_seen', 'between', [first, last]));
}

/** Everybody whose MRR changed so on these days, in any project. */
export function withChange(
  change: Change,
  { first, last }: { first: string; last: string },
): string {
  return customers(condition('mrr_change', change, [first, last]));
}
