import { expect, test } from 'vitest';
import { isComplete } from '$contract/filters/conditions.ts';
import { parseRows } from '$contract/filters/rows.ts';
import { faultsOf } from '$contract/filters/strict.ts';
import { formatView, parseView } from './address.ts';
import {
  apiCall,
  savedHref,
  savedViewOf,
  STANDARD_VIEWS,
  standardHref,
  standardViewOf,
} from './views.ts';

const A = '11111111-1111-4111-8111-111111111111';
const B = '22222222-2222-4222-8222-222222222222';
const read = (query: string) => parseView(new URLSearchParams(query));
const views = [
  { id: A, name: 'Big spenders', query: '?f=param.mrr:gt:50&sort=-param:mrr' },
  { id: B, name: 'Gone', query: '?combine=all&f=status:is:churned' },
];

test('the standard views are written as addresses are', () => {
  for (const { query } of STANDARD_VIEWS) expect(formatView(read(query))).toBe(query);
});

test('a standard view is known by its filters, however it is laid out', () => {
  expect(standardViewOf(read('?f=status:is:trial&layout=grid&sort=name'))?.name).toBe('Trials');
  expect(standardViewOf(read('?layout=grid'))?.name).toBe('All');
  expect(standardViewOf(read('?q=alex'))).toBeNull();
  expect(standardHref('?f=status:is:trial', read('?layout=grid&f=status:is:trial'))).toBe(
    '/customers?f=status:is:trial&layout=grid',
  );
  expect(standardHref('?f=status:is:trial', read('?layout=grid'))).toBe(
    '/customers?f=status:is:trial',
  );
});

test('a saved view is known by its id, and by what it shows', () => {
  expect(savedViewOf(read(`?view=${A}`), views)).toMatchObject({ id: A, changed: true });
  expect(savedViewOf(read(`${views[0]!.query}&view=${A}`), views)).toMatchObject({
    changed: false,
  });
  expect(savedViewOf(read(views[0]!.query), views)).toMatchObject({ id: A, changed: false });
  expect(savedViewOf(read('?f=status:is:churned'), views)).toMatchObject({ id: B, changed: false });
  expect(savedViewOf(read('?f=status:is:paid'), views)).toBeNull();
});

test('the link of a saved view says which one it is', () => {
  expect(savedHref(views[1]!)).toBe(`/customers?f=status:is:churned&view=${B}`);
});

test.each([
  ...STANDARD_VIEWS.map(({ query }) => query),
  `?f=param.plan:is:p%27ro+%24x,y&f=status:is:paid:${A}&combine=any&sort=-param:mrr&layout=grid`,
  '?f=project_count:between&f=last_activity:between:2026-01-01,2026-02-01&q=%22o%27brien+a:b%22',
])('a view is read by a program as it is shown: %s', (query) => {
  const call = apiCall(read(query), 'https://crm.test/v1');
  const [, copied] = /^curl 'https:\/\/crm\.test\/v1\/customers(\?[^']*)?' -H "Auth/.exec(call)!;
  const asked = new URLSearchParams(copied);
  expect(faultsOf(asked)).toEqual([]);
  const { conditions, ...rows } = parseRows(new URLSearchParams(query));
  const complete = conditions.filter(isComplete);
  expect(parseRows(asked)).toEqual({ ...rows, conditions: complete });
});
