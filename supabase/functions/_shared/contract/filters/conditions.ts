import { STATUSES } from '../statuses.ts';

/** The kind of a value decides how it is chosen and checked. */
export type Kind =
  'projects' | 'statuses' | 'tags' | 'count' | 'time' | 'days' | 'text' | 'param' | 'import';

/**
 * In the project that the others of this scope are about, in any project, or in each. Of a time `any` is
 * the person's own: their latest activity wherever it was.
 */
type Scope = 'same' | 'any' | 'all';
const SCOPES = ['same', 'any', 'all'] as const satisfies Scope[];

interface FieldRule {
  text: string;
  kind: Kind;
  /** The first is the one that a new condition has. */
  operators: readonly Operator[];
  /** The places to look for it in, besides one project. The first goes without saying. */
  scopes: readonly Scope[];
}

export const OPERATORS = {
  any_of: 'is any of',
  all_of: 'includes all of',
  none_of: 'is none of',
  is: 'is',
  is_not: 'is not',
  contains: 'contains',
  at_least: 'at least',
  at_most: 'at most',
  in_last: 'in the last',
  more_than: 'more than',
  between: 'between',
  gt: 'more than',
  gte: 'at least',
  lt: 'less than',
  lte: 'at most',
  before: 'before',
  after: 'after',
  new: 'new between',
  expansion: 'expanded between',
  contraction: 'contracted between',
  churn: 'churned between',
  reactivation: 'reactivated between',
  is_set: 'is set',
  is_not_set: 'is not set',
} as const;
export type Operator = keyof typeof OPERATORS;

const CHANGES = ['new', 'expansion', 'contraction', 'churn', 'reactivation'] as const;
const TIMES = ['in_last', 'more_than', 'between'] as const;
const PARAMS = [
  'is',
  'is_not',
  'contains',
  'gt',
  'gte',
  'lt',
  'lte',
  'before',
  'after',
  'is_set',
  'is_not_set',
] as const;

export const FIELDS = {
  status: { text: 'Status', kind: 'statuses', operators: ['is', 'is_not'], scopes: SCOPES },
  project: {
    text: 'Product',
    kind: 'projects',
    operators: ['any_of', 'all_of', 'none_of'],
    scopes: [],
  },
  project_count: {
    text: 'Number of products',
    kind: 'count',
    operators: ['at_least', 'is', 'at_most'],
    scopes: [],
  },
  last_activity: { text: 'Last activity', kind: 'time', operators: TIMES, scopes: ['any', 'same'] },
  first_seen: { text: 'First seen', kind: 'time', operators: TIMES, scopes: ['any', 'same'] },
  mrr_change: {
    text: 'Revenue',
    kind: 'days',
    operators: CHANGES,
    scopes: ['any'],
  },
  name: { text: 'Name', kind: 'text', operators: ['contains', 'is'], scopes: [] },
  email: { text: 'Email', kind: 'text', operators: ['contains', 'is'], scopes: [] },
  tag: { text: 'Tag', kind: 'tags', operators: ['any_of', 'none_of'], scopes: [] },
  import: { text: 'Import', kind: 'import', operators: ['is'], scopes: [] },
  param: { text: 'Param', kind: 'param', operators: PARAMS, scopes: SCOPES },
} as const satisfies Record<string, FieldRule>;
export type Field = keyof typeof FIELDS;

/** One chip: `field | operator | values`, and where it is looked for. */
export interface Condition {
  field: Field;
  /** The key of a param, '' for any other field. */
  key: string;
  operator: Operator;
  /**
   * As typed. A condition that is not complete yet is shown, and changes nothing. Of an import the
   * second is the name of its file, for people.
   */
  values: string[];
  /** One of the scopes of its field, or the id of a project. */
  scope: string;
}

export const MAX_CONDITIONS = 20;
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MAX_VALUES = 50;
const MAX_TEXT = 200;

export function ruleOf(field: Field): FieldRule {
  return FIELDS[field];
}

/** The scope of a condition that says none. */
export function scopeOf(field: Field): string {
  return ruleOf(field).scopes[0] ?? 'any';
}

/** A condition of a field that has no value yet. */
export function newCondition(field: Field, key = ''): Condition {
  return { field, key, operator: ruleOf(field).operators[0]!, values: [], scope: scopeOf(field) };
}

/** A condition out of what an address or a form says, or null where it makes no sense. */
export function readCondition(raw: {
  field: string;
  key?: string;
  operator?: string;
  values: string[];
  scope?: string;
}): Condition | null {
  if (!Object.hasOwn(FIELDS, raw.field)) return null;
  const field = raw.field as Field;
  const { operators, scopes, kind } = ruleOf(field);
  const key = cleanText(raw.key ?? '');
  if ((kind === 'param') !== (key !== '')) return null;
  const operator = operators.find((name) => name === raw.operator) ?? operators[0]!;
  const scope = raw.scope ?? scopeOf(field);
  const mayScope = scopes.some((name) => name === scope) || (scopes.length > 0 && UUID.test(scope));
  if (kind === 'import' && !UUID.test(raw.values[0] ?? '')) return null;
  const values = raw.values.map(cleanText).filter((value) => isValue(kind, operator, value));
  return {
    field,
    key,
    operator,
    values: distinct(values, kind, operator),
    scope: mayScope ? scope : scopeOf(field),
  };
}

/** True if a condition says enough to be asked of the database. */
export function isComplete({ operator, values }: Condition): boolean {
  if (needsNoValue(operator)) return true;
  return isRange(operator) ? values.length === 2 : values.length > 0;
}

/** True if the values are a first and a last day. */
export function isRange(operator: Operator): boolean {
  return operator === 'between' || CHANGES.some((change) => change === operator);
}

export function needsNoValue(operator: Operator): boolean {
  return operator === 'is_set' || operator === 'is_not_set';
}

/** Postgres keeps no NUL in a text, and no control character is part of a name. */
export function cleanText(text: string): string {
  return text
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, MAX_TEXT);
}

function distinct(values: string[], kind: Kind, operator: Operator): string[] {
  if (needsNoValue(operator)) return [];
  if (isRange(operator)) return values.slice(0, 2).sort();
  const several = kind === 'projects' || kind === 'statuses' || kind === 'tags';
  const most = several ? MAX_VALUES : kind === 'import' ? 2 : 1;
  return [...new Set(values)].slice(0, most);
}

function isValue(kind: Kind, operator: Operator, value: string): boolean {
  switch (kind) {
    case 'projects':
      return UUID.test(value);
    case 'statuses':
      return STATUSES.some((status) => status === value);
    case 'count':
      return /^\d{1,4}$/.test(value);
    case 'time':
      return operator === 'between' ? isDay(value) : /^[1-9]\d{0,4}$/.test(value);
    case 'days':
      return isDay(value);
    case 'param':
      if (operator === 'before' || operator === 'after') return isDay(value);
      if (/^[gl]te?$/.test(operator)) return value !== '' && Number.isFinite(Number(value));
      return operator === 'is' || operator === 'is_not' || value !== '';
    default:
      return value !== '';
  }
}

function isDay(value: string): boolean {
  const time = DAY.test(value) ? Date.parse(value) : NaN;
  // 31 February is a day to some readers of dates.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
