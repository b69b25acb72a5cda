import { describe, expect, test } from 'vitest';
import {
  changeView,
  formatView,
  isFiltered,
  paramValue,
  parseParam,
  parseView,
  toFilter,
} from './filters.ts';

const A = '11111111-1111-4111-8111-111111111111';
const B = '22222222-2222-4222-8222-222222222222';
const view = (query: string) => parseView(new URLSearchParams(query));

describe('the address of a view', () => {
  test('an empty address is everybody, the latest active first', () => {
    expect(view('')).toEqual({
      search: '',
      projects: [],
      match: 'any',
      statuses: [],
      params: [],
      scope: null,
      sort: 'last_activity_at',
      descending: true,
      page: null,
    });
    expect(formatView(view(''))).toBe('');
    expect(isFiltered(view(''))).toBe(false);
  });

  test.each([
    '?q=alex',
    `?project=${A}&project=${B}`,
    `?project=${A}&project=${B}&match=all`,
    `?project=${A}&match=none`,
    '?status=trial&status=paid',
    `?status=paid&in=${A}`,
    '?param=plan%3Dpro&param=mrr%3D29',
    `?q=a+b&project=${A}&status=free&param=k%3Dv&in=${B}&sort=name`,
    '?sort=-email',
    `?after=2026-11-22T10%3A00%3A00.123456%2B00%3A00%2C${A}`,
    `?sort=name&before=Smith%2C+Alex%2C${A}`,
  ])('%s survives being read and written', (query) => {
    expect(formatView(view(query))).toBe(query);
  });

  test('what goes without saying is left out', () => {
    const submitted = 'q=&match=any&in=&param=&sort=-last_activity_at';
    expect(formatView(view(submitted))).toBe('');
    expect(formatView(view(`match=all&in=${A}`))).toBe('');
  });

  test('what makes no sense is left out', () => {
    const query =
      'project=1&status=gone&in=x&param==&param=plan&sort=shoe&match=some&after=x&before=1';
    expect(formatView(view(query))).toBe('');
  });

  test('control characters and endless texts are cut', () => {
    expect(view('q=a%00b').search).toBe('ab');
    expect(view(`q=${'x'.repeat(5000)}`).search).toHaveLength(200);
  });

  test('a change starts again on the first page', () => {
    const paged = view(`q=alex&after=x%2C${A}`);
    expect(changeView(paged, { statuses: ['paid'] })).toBe('?q=alex&status=paid');
  });
});

describe('params', () => {
  test('the first equals sign divides key and value', () => {
    expect(parseParam(' plan = pro ')).toEqual({ key: 'plan', text: 'pro' });
    expect(parseParam('query=a=b')).toEqual({ key: 'query', text: 'a=b' });
    expect(parseParam('note=')).toEqual({ key: 'note', text: '' });
    expect(parseParam('plan')).toBeNull();
    expect(parseParam('=pro')).toBeNull();
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
  ])('%s typed means %j', (typed, meant) => {
    expect(paramValue(typed)).toBe(meant);
  });
});

describe('the filter for the database', () => {
  test('nothing chosen is no condition', () => {
    expect(toFilter(view(''))).toEqual({ search: '', conditions: [] });
  });

  test('statuses and params are looked for in the chosen project', () => {
    const query = `q=alex&project=${A}&project=${B}&match=all&status=paid&param=mrr%3D29&in=${A}`;
    expect(toFilter(view(query))).toEqual({
      search: 'alex',
      conditions: [
        { field: 'project', operator: 'all_of', value: [A, B] },
        { field: 'status', operator: 'is', value: ['paid'], project: A },
        { field: 'param', key: 'mrr', operator: 'is', value: 29, project: A },
      ],
    });
  });
});
