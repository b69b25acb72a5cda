import { describe, expect, test } from 'vitest';
import { parseView } from './address.ts';
import { paramValue, toFilter } from '$contract/filters/sql.ts';

const A = '11111111-1111-4111-8111-111111111111';
const filter = (query: string) => toFilter(parseView(new URLSearchParams(query)));

describe('the filter for the database', () => {
  test('nothing chosen is no condition', () => {
    expect(filter('')).toEqual({ search: '', match: 'all', conditions: [] });
    expect(filter('f=status:is&f=param.plan:contains&f=mrr_change:new:2026-01-01')).toEqual(
      filter(''),
    );
  });

  test.each([
    ['status:is:paid', { field: 'status', operator: 'is', value: ['paid'] }],
    ['status:is:paid:any', { field: 'status', operator: 'is', value: ['paid'], scope: 'any' }],
    ['status:is:paid:all', { field: 'status', operator: 'is', value: ['paid'], scope: 'all' }],
    [`status:is:paid:${A}`, { field: 'status', operator: 'is', value: ['paid'], project: A }],
    [`project:all_of:${A}`, { field: 'project', operator: 'all_of', value: [A] }],
    ['project_count:is:2', { field: 'project_count', operator: 'is', value: 2 }],
    ['last_activity:in_last:7', { field: 'last_activity', operator: 'in_last', value: 7 }],
    [
      'last_activity:more_than:30:same',
      { field: 'last_activity', operator: 'more_than', value: 30, scope: 'same' },
    ],
    [
      'first_seen:between:2026-02-01,2026-01-01',
      {
        field: 'first_seen',
        operator: 'between',
        value: ['2026-01-01', '2026-02-01'],
      },
    ],
    [
      `mrr_change:new:2026-02-01,2026-01-01:${A}`,
      {
        field: 'mrr_change',
        operator: 'new',
        value: ['2026-01-01', '2026-02-01'],
        project: A,
      },
    ],
    [
      'email:is:ann@münchen.example',
      { field: 'email', operator: 'is', value: 'ann@xn--mnchen-3ya.example' },
    ],
    ['name:contains:al', { field: 'name', operator: 'contains', value: 'al' }],
    ['param.seats:is:5', { field: 'param', key: 'seats', operator: 'is', value: 5 }],
    ['param.plan:contains:5', { field: 'param', key: 'plan', operator: 'contains', value: '5' }],
    ['param.team.seats:gt:3', { field: 'param', key: 'team.seats', operator: 'gt', value: 3 }],
    ['param.mrr:gt:20', { field: 'param', key: 'mrr', operator: 'gt', value: 20 }],
    ['param.beta:is_set', { field: 'param', key: 'beta', operator: 'is_set' }],
    ['tag:any_of:vip', { field: 'tag', operator: 'any_of', value: ['vip'] }],
  ])('%s', (condition, expected) => {
    expect(filter(`f=${condition}`).conditions).toEqual([expected]);
  });

  test('an email of any alphabet is looked for as it is stored', () => {
    expect(filter('q=ann@münchen.example').search).toBe('ann@xn--mnchen-3ya.example');
  });

  test('all conditions hold, or any of them', () => {
    const query = 'q=alex&f=status:is:paid&f=tag:any_of:vip';
    expect(filter(query)).toMatchObject({ search: 'alex', match: 'all' });
    expect(filter(`${query}&combine=any`).match).toBe('any');
  });
});

test.each([
  ['pro', 'pro'],
  ['29', 29],
  ['-1.5', -1.5],
  ['true', true],
  ['false', false],
  ['"29"', '29'],
  ['2026-11-22', '2026-11-22'],
  ['29 seats', '29 seats'],
  ['', ''],
  ['null', 'null'],
  ['"', '"'],
])('the param %s typed means %j', (typed, meant) => {
  expect(paramValue(typed)).toBe(meant);
});
