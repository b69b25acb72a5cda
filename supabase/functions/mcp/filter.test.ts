import assert from 'node:assert/strict';
import { mcpFunction, NAMES, PROJECT } from './testing.ts';

const OTHER = '22222222-2222-4222-8222-222222222222';
const names = { ...NAMES, projects: [...NAMES.projects, { id: OTHER, name: 'Shiplog' }] };
const condition = (field: string, operator: string, values: unknown[] = [], more: object = {}) => ({
  ...{ field, operator, values },
  ...more,
});

/** What the database is asked for a condition, or what the assistant is told instead. */
async function ask(one: object): Promise<unknown> {
  const { call, asked } = mcpFunction({ names, customers: { rows: [], count: 0 } });
  const { isError, content } = await call('count_customers', { conditions: [one] });
  if (isError) return content[0]!.text;
  return JSON.parse(String(asked.at(-1)![1])).filter.conditions;
}

Deno.test(
  'a condition is asked of the database as the dashboard asks it, with products by name',
  async () => {
    const cases: [object, object][] = [
      [
        condition('status', 'is', ['paid'], { product: ' SHIPLOG ' }),
        { field: 'status', operator: 'is', value: ['paid'], project: OTHER },
      ],
      [
        condition('status', 'is', ['trial'], { scope: 'all' }),
        { field: 'status', operator: 'is', value: ['trial'], scope: 'all' },
      ],
      [
        condition('product', 'all_of', ['inkwell', OTHER]),
        { field: 'project', operator: 'all_of', value: [PROJECT, OTHER] },
      ],
      [
        condition('param', 'gt', [20], { key: 'mrr' }),
        { field: 'param', key: 'mrr', operator: 'gt', value: 20 },
      ],
      [
        condition('param', 'is', [true], { key: 'waitlist' }),
        { field: 'param', key: 'waitlist', operator: 'is', value: true },
      ],
      [
        condition('param', 'is_set', [], { key: 'plan' }),
        { field: 'param', key: 'plan', operator: 'is_set' },
      ],
      [
        condition('last_activity', 'more_than', ['30']),
        { field: 'last_activity', operator: 'more_than', value: 30 },
      ],
    ];
    for (const [one, expected] of cases) assert.deepEqual(await ask(one), [expected]);
  },
);

Deno.test(
  'an assistant that asks wrongly is told how to ask, and nobody is looked up',
  async () => {
    const cases: [object, RegExp][] = [
      [condition('status', 'is', ['payed']), /free, trial, paid or churned/],
      [condition('status', 'is', ['paid', 'payed']), /free, trial, paid or churned/],
      [condition('status', 'is'), /free, trial, paid or churned/],
      [condition('status', 'contains', ['paid']), /operators: is, is_not/],
      [
        condition('status', 'is', ['paid'], { product: 'Inkwel' }),
        /JSON: \["Inkwell","Shiplog"\]$/,
      ],
      [condition('param', 'is', [1]), /needs its key/],
      [condition('email', 'is', ['a'], { key: 'mrr' }), /has no key/],
      [condition('email', 'is', ['a'], { product: 'Inkwell' }), /leave product out/],
      [condition('last_activity', 'in_last', [7], { scope: 'all' }), /takes the scope any/],
      [condition('param', 'gt', ['much'], { key: 'mrr' }), /a number for gt/],
      [condition('last_activity', 'between', ['2026-01-01']), /a first and a last day/],
      [condition('param', 'is_set', ['x'], { key: 'plan' }), /takes as values: none/],
    ];
    for (const [one, told] of cases) assert.match(String(await ask(one)), told);
  },
);

Deno.test('of two products with one name an assistant is given the ids', async () => {
  const twins = { ...NAMES, projects: [PROJECT, OTHER].map((id) => ({ id, name: 'Inkwell' })) };
  const { call } = mcpFunction({ names: twins });
  const one = condition('product', 'any_of', ['Inkwell']);
  const { content } = await call('count_customers', { conditions: [one] });
  assert.match(content[0]!.text, /Use an id instead.*"id":"1111.*"id":"2222/);
});
