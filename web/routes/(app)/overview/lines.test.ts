import { expect, test } from 'vitest';
import type { Step } from '$lib/period.ts';
import { linesOf } from './lines.ts';

const step = (mrr: Record<string, number>): Step => ({
  ...{ first: '2026-11-01', last: '2026-11-01', new_customers: 0, churned: 0 },
  mrr,
});

test('a product with money is a line in its color, and what is past eight is one together', () => {
  const projects = Array.from({ length: 10 }, (_, i) => ({
    ...{ id: `p${i}`, name: `P${i}`, color: 'blue' },
  }));
  const few = linesOf([step({ p0: 5, p1: 9 }), step({ p0: 20, p2: 0 })], projects);
  expect(few.map(({ id, color }) => [id, color])).toEqual([
    ['p0', 'var(--project-blue)'],
    ['p1', 'var(--project-blue)'],
  ]);
  const all = step(Object.fromEntries(projects.map(({ id }, i) => [id, 100 - i])));
  const many = linesOf([all], projects);
  expect(many).toHaveLength(8);
  expect([many[7]!.name, many[7]!.of(all)]).toEqual(['3 others', 93 + 92 + 91]);
});
