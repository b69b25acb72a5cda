import { expect, test } from 'vitest';
import { formatView, parseView } from './address.ts';
import { savedHref, savedViewOf, STANDARD_VIEWS, standardHref, standardViewOf } from './views.ts';

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
