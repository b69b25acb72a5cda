import { isComplete, isRange, needsNoValue, OPERATORS, ruleOf, type Condition } from './conditions.ts';

type Named = readonly { id: string; name: string }[];

/** The parts of a chip in words: `Status | is | Trial or Paid | in any product`. */
export function wordsOf(condition: Condition, projects: Named) {
  const { field, key, operator, scope } = condition;
  return {
    field: key || ruleOf(field).text,
    operator: OPERATORS[operator],
    value: isComplete(condition) ? valueWords(condition, projects) : '…',
    scope: scopeWords(scope, projects),
  };
}

/** A whole condition as one text, for labels: "Status is Trial in Inkwell". */
export function sentenceOf(condition: Condition, projects: Named): string {
  const { field, operator, value, scope } = wordsOf(condition, projects);
  const place = condition.scope === 'any' ? '' : scope;
  return [field, operator, needsNoValue(condition.operator) ? '' : value, place]
    .filter(Boolean)
    .join(' ');
}

export function scopeWords(scope: string, projects: Named): string {
  if (scope === 'any') return 'in any product';
  if (scope === 'all') return 'in all products';
  return `in ${nameOf(scope, projects)}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function valueWords({ field, operator, values }: Condition, projects: Named): string {
  if (needsNoValue(operator)) return '';
  if (isRange(operator)) return values.join(' and ');
  switch (ruleOf(field).kind) {
    case 'projects':
      return values.map((id) => nameOf(id, projects)).join(', ');
    case 'statuses':
      return values.map(capital).join(' or ');
    case 'tags':
      return values.join(', ');
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
