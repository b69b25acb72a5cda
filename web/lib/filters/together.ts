import type { View } from './address.ts';
import { isComplete, ruleOf, scopeOf, type Condition } from '$contract/filters/conditions.ts';

type Filters = Pick<View, 'match' | 'conditions'>;

/** The conditions of a view that must all hold: only these can be about one project together. */
export function heldTogether({ match, conditions }: Filters): Condition[] {
  return match === 'all' ? conditions.filter(isComplete) : [];
}

/**
 * True if `beside`, conditions that must all hold, have another one of the scope `same`. All of this
 * scope are about one project, wherever they stand; one alone is asked of any project.
 */
export function isJoined(condition: Condition, beside: Condition[]): boolean {
  return othersLike(condition, beside).some(({ scope }) => scope === 'same');
}

/** True if it says something where a condition is looked for: another one could be about the same project. */
export function saysScope(condition: Condition, beside: Condition[]): boolean {
  if (condition.scope === 'same') return isJoined(condition, beside);
  if (condition.scope === scopeOf(condition.field)) return false;
  return condition.scope !== 'any' || othersLike(condition, beside).length > 0;
}

/** The others that can be about the same project as a condition, if that one can. */
function othersLike(condition: Condition, beside: Condition[]): Condition[] {
  const text = JSON.stringify(condition);
  const others = beside.filter((other) => canBeSame(other) && JSON.stringify(other) !== text);
  return canBeSame(condition) ? others : [];
}

function canBeSame({ field }: Condition): boolean {
  return ruleOf(field).scopes.includes('same');
}

/** The scopes that a condition can have here: `same` and `any` differ only beside others. */
export function scopesFor(
  condition: Condition,
  projects: readonly { id: string }[],
  beside: Condition[],
): string[] {
  const { scopes } = ruleOf(condition.field);
  const alike = condition.scope === 'any' || !scopes.includes('same') ? 'same' : 'any';
  const offered = scopes.filter((scope) => scope !== alike || isJoined(condition, beside));
  return [...offered, ...projects.map(({ id }) => id)];
}

/**
 * Whether several conditions on statuses and params are about one project or about any, and the
 * conditions that say the other; null where there are no several.
 */
export function switchTogether(view: Filters) {
  const isOne = (condition: Condition) =>
    ['same', 'any'].includes(condition.scope) && canBeSame(condition) && isComplete(condition);
  const together = heldTogether(view).filter(isOne);
  if (together.length < 2) return null;
  const isSame = together.filter(({ scope }) => scope === 'same').length > 1;
  const scope = isSame ? 'any' : 'same';
  return {
    isSame,
    conditions: view.conditions.map((one) => (isOne(one) ? { ...one, scope } : one)),
  };
}
