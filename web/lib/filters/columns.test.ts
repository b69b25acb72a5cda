import { expect, test } from 'vitest';
import { paramColumn, paramOf, paramProjectOf } from '$contract/filters/param-column.ts';
import {
  formatColumns,
  moveColumn,
  parseColumns,
  resizeColumn,
  standardColumns,
} from './columns.ts';

const A = '11111111-1111-4111-8111-111111111111';
const ids = (columns: { id: string }[] | null) => columns?.map(({ id }) => id);

test.each([
  'email',
  'email*240',
  'email*p',
  `project:${A}*p180,param:mrr,tags`,
  'param:a%2Cb%2A%25*90',
  `param@${A}:mrr*p,param@${A}:a:b`,
])('%s survives being read and written', (text) => {
  expect(formatColumns(parseColumns(text)!)).toBe(text);
});

test('columns that do not exist, or are there twice, are left out', () => {
  expect(ids(parseColumns('shoe,email,project:1,param:,email*99,toString'))).toEqual(['email']);
  expect(parseColumns('shoe')).toBeNull();
  expect(parseColumns('')).toBeNull();
});

test('a column of a param is of one project, or of all', () => {
  expect(paramOf('param:mrr')).toBe('mrr');
  expect(paramProjectOf('param:mrr')).toBeNull();
  expect(paramOf(paramColumn('a:b', A))).toBe('a:b');
  expect(paramProjectOf(paramColumn('a:b', A))).toBe(A);
});

test('a width stays within what can be used', () => {
  expect(parseColumns('email*12,tags*999')).toMatchObject([{ width: 72 }, { width: 640 }]);
  expect(resizeColumn(parseColumns('email')!, 'email', 100.4)).toMatchObject([{ width: 100 }]);
});

test('a column takes the place of another', () => {
  const columns = parseColumns('email,projects,tags,first_seen_at')!;
  expect(ids(moveColumn(columns, 'email', 'tags'))).toEqual([
    'projects',
    'tags',
    'email',
    'first_seen_at',
  ]);
  expect(ids(moveColumn(columns, 'first_seen_at', 'projects'))).toEqual([
    'email',
    'first_seen_at',
    'projects',
    'tags',
  ]);
});

test('the grid has a column for each project', () => {
  expect(ids(standardColumns('grid', [{ id: A }]))).toEqual([`project:${A}`, 'last_activity_at']);
});
