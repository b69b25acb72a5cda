import { z } from 'zod';
import {
  FIELDS,
  isComplete,
  OPERATORS,
  readCondition,
  ruleOf,
  scopeOf,
  type Condition,
  type Field,
  type Kind,
  type Operator,
} from '../_shared/contract/filters/conditions.ts';
import { Problem } from '../_shared/contract/problems.ts';
import type { Caller } from './caller.ts';

/** The fields by the words of whoever asks. Who came with an import is asked in the dashboard alone. */
const ASKED = {
  status: 'status',
  product: 'project',
  product_count: 'project_count',
  last_activity: 'last_activity',
  first_seen: 'first_seen',
  mrr_change: 'mrr_change',
  name: 'name',
  email: 'email',
  tag: 'tag',
  param: 'param',
} as const satisfies Record<string, Field>;

const names = <Name extends string>(of: Record<Name, unknown>) =>
  Object.keys(of) as [Name, ...Name[]];

export const conditionSchema = z.strictObject({
  field: z.enum(names(ASKED)),
  operator: z.enum(names(OPERATORS)),
  values: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .max(50)
    .optional(),
  key: z.string().optional().meta({ description: 'Of a param, such as mrr or plan.' }),
  product: z.string().optional().meta({ description: 'Only look in this product: its name.' }),
  scope: z.enum(['same', 'any', 'all']).optional().meta({
    description:
      'Without product: same (the default) is the product the other conditions with same are about, any is any product, all is every product.',
  }),
});
export type Asked = z.infer<typeof conditionSchema>;

const VALUES: Record<Kind, string> = {
  projects: 'names of products',
  statuses: 'free, trial, paid or churned',
  tags: 'tags',
  count: 'one whole number',
  time: 'a number of days, or a first and a last day such as 2026-01-31 for between',
  days: 'a first and a last day, such as 2026-01-01 and 2026-01-31',
  text: 'one text',
  param:
    'one value: a number for gt, gte, lt and lte, a day such as 2026-01-31 for before and after',
  import: 'an import',
};

/** The condition that an assistant asks for. Throws a Problem that says how to ask instead. */
export function readAsked(caller: Caller, asked: Asked, index: number): Condition {
  const field = ASKED[asked.field];
  const { operators, scopes, kind } = ruleOf(field);
  const wrong = (text: string) =>
    new Problem('invalid_query', `conditions[${index}]: ${asked.field} ${text}.`);

  if (!operators.includes(asked.operator)) {
    throw wrong(`takes one of these operators: ${operators.join(', ')}`);
  }
  if ((kind === 'param') !== Boolean(asked.key)) {
    throw wrong(kind === 'param' ? 'needs its key, such as mrr' : 'has no key');
  }
  if (asked.product && scopes.length === 0) throw wrong('is about all products: leave product out');
  if (asked.scope && !scopes.includes(asked.scope)) {
    throw wrong(scopes.length > 0 ? `takes the scope ${scopes.join(', ')}` : 'has no scope');
  }
  const values = (asked.values ?? []).map(String);
  const read = readCondition({
    field,
    key: asked.key ?? '',
    operator: asked.operator,
    values: kind === 'projects' ? values.map((name) => caller.findProduct(name).id) : values,
    scope: asked.product ? caller.findProduct(asked.product).id : (asked.scope ?? scopeOf(field)),
  });
  const wanted = new Set(values.map((value) => value.trim())).size;
  if (!read || !isComplete(read) || read.values.length !== wanted) {
    throw wrong(`with ${asked.operator} takes as values: ${expected(kind, asked.operator)}`);
  }
  return read;
}

function expected(kind: Kind, operator: Operator): string {
  return operator === 'is_set' || operator === 'is_not_set' ? 'none' : VALUES[kind];
}

/** What each field takes, for the description of a tool: made of the rules themselves. */
export const FIELD_HELP = names(ASKED)
  .map((name) => `${name} (${FIELDS[ASKED[name]].operators.join(', ')})`)
  .join('; ');
