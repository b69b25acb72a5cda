import { expect, test } from 'vitest';
import { parseView, toFilter } from '$lib/filters';
import { inAll, inSeveral, newIn, paidNot, withChange, withStatus } from './links.ts';

const A = '11111111-1111-4111-8111-111111111111';
const B = '22222222-2222-4222-8222-222222222222';

/** The filter that the customers page asks the database for at an address. */
function asked(href: string) {
  const url = new URL(href, 'http://localhost');
  expect(url.pathname).toBe('/customers');
  return (toFilter(parseView(url.searchParams)) as { conditions: unknown }).conditions;
}

test('a pair of projects leads to the people in both', () => {
  expect(asked(inAll(A, B))).toEqual([{ field: 'project', operator: 'all_of', value: [A, B] }]);
});

test('paid on A, not on B, asks for each project on its own', () => {
  expect(asked(paidNot(A, B))).toMatchObject([
    { field: 'status', operator: 'is', value: ['paid'], project: A },
    { field: 'status', operator: 'is_not', value: ['paid'], project: B },
  ]);
});

test('a status of a project leads to the people who have it there', () => {
  expect(asked(withStatus(A, 'trial'))).toMatchObject([
    { field: 'status', operator: 'is', value: ['trial'], project: A },
  ]);
});

test('people in several projects are those in two at least', () => {
  expect(asked(inSeveral())).toEqual([{ field: 'project_count', operator: 'at_least', value: 2 }]);
});

test('who came, and whose MRR changed, are those of the days', () => {
  const november = { first: '2026-11-01', last: '2026-11-30' };
  const value = [november.first, november.last];
  expect(asked(newIn(november))).toEqual([{ field: 'first_seen', operator: 'between', value }]);
  expect(asked(withChange('churn', november))).toEqual([
    { field: 'mrr_change', operator: 'churn', value },
  ]);
});
