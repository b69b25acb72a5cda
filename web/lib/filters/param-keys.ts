import type { Json } from '../database.types.ts';
import {
  newCondition,
  ruleOf,
  type Condition,
  type Field,
  type Operator,
} from '$contract/filters/conditions.ts';

/** A key of params that projects have sent, and values that are worth offering. */
export interface ParamKey {
  key: string;
  type: 'text' | 'number' | 'boolean' | 'date' | 'other';
  /** As they are typed: see paramValue. */
  samples: string[];
  /** The ids of the projects that send it. */
  projects: string[];
}

const BY_TYPE: Record<ParamKey['type'], readonly Operator[] | null> = {
  text: ['is', 'is_not', 'contains', 'is_set', 'is_not_set'],
  number: ['gte', 'gt', 'lte', 'lt', 'is', 'is_not', 'is_set', 'is_not_set'],
  boolean: ['is', 'is_not', 'is_set', 'is_not_set'],
  date: ['before', 'after', 'is', 'is_set', 'is_not_set'],
  other: null,
};

/** The operators that make sense for a condition: those of a param follow from its type. */
export function operatorsFor({ field, key, operator }: Condition, keys: ParamKey[]): Operator[] {
  const all = ruleOf(field).operators;
  const type = keys.find((known) => known.key === key)?.type ?? 'other';
  const fitting = (field === 'param' && BY_TYPE[type]) || all;
  // What an address says is offered, whatever the type.
  return fitting.includes(operator) ? [...fitting] : [...fitting, operator];
}

/** A condition of a field that has no value yet, with the operator that fits it best. */
export function beginCondition(field: Field, key: string, keys: ParamKey[]): Condition {
  const type = keys.find((known) => known.key === key)?.type ?? 'other';
  const operator = (field === 'param' && BY_TYPE[type]?.[0]) || ruleOf(field).operators[0]!;
  return { ...newCondition(field, key), operator };
}

/** A value of a param as it is typed into a filter: a text that looks like a number is in quotes. */
export function typedValue(value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^(-?\d|true$|false$|")/.test(value) && !/^\d{4}-\d{2}/.test(value)
    ? JSON.stringify(value)
    : value;
}

/** One entry a key out of the entries of several projects, in the order given. */
export function mergeKeys(
  found: { project_id: string; key: string; type: string; samples: Json }[],
): ParamKey[] {
  const merged = new Map<string, ParamKey>();
  for (const { project_id, key, type, samples } of found) {
    const read = readType(type);
    const known = merged.get(key) ?? { key, type: read, samples: [], projects: [] };
    const values = Array.isArray(samples) ? samples.filter(isScalar).map(typedValue) : [];
    merged.set(key, {
      key,
      type: known.type === read ? read : 'other',
      samples: [...new Set([...known.samples, ...values])].sort(byValue).slice(0, 12),
      projects: [...known.projects, project_id],
    });
  }
  return [...merged.values()].sort((a, b) => a.key.localeCompare(b.key));
}

// Numbers first and by size, then texts.
const isText = (value: string) => Number(Number.isNaN(Number(value)));
const byValue = (a: string, b: string) =>
  isText(a) - isText(b) || Number(a) - Number(b) || a.localeCompare(b);

function readType(type: string): ParamKey['type'] {
  return Object.hasOwn(BY_TYPE, type) ? (type as ParamKey['type']) : 'other';
}

function isScalar(value: Json | undefined): value is Json {
  return value !== undefined && value !== null && typeof value !== 'object';
}
