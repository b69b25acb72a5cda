import { formatDay } from '../format.ts';
import {
  isComplete,
  isRange,
  needsNoValue,
  OPERATORS,
  ruleOf,
  type Condition,
} from '$contract/filters/conditions.ts';
import { isJoined, saysScope } from './together.ts';

type Named = readonly { id: string; name: string }[];

/**
 * The parts of a chip in words: `Status | is | Trial or Paid | in any product`. `beside`: the
 * conditions that must all hold with it, which it may be about the same project with.
 */
export function wordsOf(condition: Condition, projects: Named, beside: Condition[] = []) {
  const { field, key, operator, scope } = condition;
  return {
    field: key || ruleOf(field).text,
    operator: OPERATORS[operator],
    value: isComplete(condition) ? valueWords(condition, projects) : '…',
    scope: scopeWords(scope, projects, isJoined(condition, beside)),
  };
}

/** A whole condition as one text, for labels: "Status is Trial in Inkwell". */
export function sentenceOf(
  condition: Condition,
  projects: Named,
  beside: Condition[] = [],
): string {
  const { scope } = wordsOf(condition, projects, beside);
  const place = saysScope(condition, beside) ? scope : '';
  return [withoutPlace(condition, projects), place].filter(Boolean).join(' ');
}

/** Several conditions that all must hold: "Status is Paid and plan is pro, in the same product". */
export function sentenceOfAll(conditions: Condition[], projects: Named): string {
  const isTogether = (one: Condition) => one.scope === 'same' && isJoined(one, conditions);
  const [together, others] = [true, false].map((wanted) =>
    conditions.filter((one) => isTogether(one) === wanted),
  ) as [Condition[], Condition[]];
  const same = together.map((one) => withoutPlace(one, projects)).join(' and ');
  return [
    ...(same ? [`${same}, in the same product`] : []),
    ...others.map((one) => sentenceOf(one, projects, conditions)),
  ].join(', ');
}

function withoutPlace(condition: Condition, projects: Named): string {
  const { field, operator, value } = wordsOf(condition, projects);
  return [field, operator, value].filter(Boolean).join(' ');
}

/** `isJoined`: whether another condition is about the same project. */
export function scopeWords(scope: string, projects: Named, isJoined = false): string {
  if (scope === 'same' && isJoined) return 'in the same product';
  if (scope === 'same' || scope === 'any') return 'in any product';
  if (scope === 'all') return 'in all products';
  return `in ${nameOf(scope, projects)}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function valueWords({ field, operator, values }: Condition, projects: Named): string {
  if (needsNoValue(operator)) return '';
  if (isRange(operator)) return values.map((day) => formatDay(day)).join(' and ');
  switch (ruleOf(field).kind) {
    case 'projects':
      return values.map((id) => nameOf(id, projects)).join(', ');
    case 'statuses':
      return values.map(capital).join(' or ');
    case 'tags':
      return values.join(', ');
    case 'import':
      return values[1] ?? 'a past one';
    case 'time': {
      const days = values[0] === '1' ? '1 day' : `${values[0]} days`;
      return operator === 'more_than' ? `${days} ago` : days;
    }
    default:
      return values[0] || '(empty)';
  }
}

function nameOf(id: string, projects: Named): string {
  return projects.find((project) => project.id === id)?.name ?? 'unknown product';
}
