import { expect, test } from 'vitest';
import { guessMapping, guessType, parseTable } from './guess.fixture.ts';
import { toKey } from './guess.ts';
import { readValue } from './types.ts';

test('a quoted cell keeps separators, quotes and line ends', () => {
  const table = parseTable(
    'email,note\r\na@example.com,"a, ""b""\r\nc"\r\n\r\nb@example.com,d\r\n',
  );
  expect(table).toEqual({
    columns: ['email', 'note'],
    rows: [
      ['a@example.com', 'a, "b"\r\nc'],
      ['b@example.com', 'd'],
    ],
    lines: [2, 5],
  });
});

test('the separator Excel names on the first line is taken, and the line counts', () => {
  expect(parseTable('\ufeffsep=;\r\nemail;n\r\na@example.com;1,5\r\n')).toEqual({
    columns: ['email', 'n'],
    rows: [['a@example.com', '1,5']],
    lines: [3],
  });
});

test('short rows are filled, and names that are missing or double are told apart', () => {
  const { columns, rows } = parseTable('email,plan,plan,\na@example.com\nb@example.com,x,y,z\n');
  expect(columns).toEqual(['email', 'plan', 'plan 2', 'Column 4']);
  expect(rows[0]).toEqual(['a@example.com', '', '', '']);
});

test.each(['', '\n\n', '\ufeff'])('nothing in a file is nothing (%j)', (text) => {
  expect(parseTable(text)).toEqual({ columns: [], rows: [], lines: [] });
});

test('one column of commas inside quotes is no table of two', () => {
  expect(parseTable('email\n"a@example.com"\n"b@example.com"\n').columns).toEqual(['email']);
});

test.each([
  [['1,234.50', '$2'], 1234.5],
  [['1.234,50 €', '2,5'], 1234.5],
  [['-3', '4'], -3],
  [['yes', 'No'], true],
  [['2024-01-31'], '2024-01-31'],
  [['31/12/2024', '01/02/2024'], '2024-12-31'],
  [['03/04/2024', '12/31/2024'], '2024-03-04'],
  [['2024-01-31T08:00:00+02:00'], '2024-01-31T06:00:00Z'],
  [['31 Jan 2024'], '2024-01-31'],
  [['Jan 31, 2024, 3:04 pm'], '2024-01-31T15:04:00Z'],
  [['0049 30 1234'], '0049 30 1234'],
  [['007'], '007'],
  [['12345678901234567'], '12345678901234567'],
  [['2024-02-30'], '2024-02-30'],
  [['x', 'x'], 'x'],
  [['1', 'one'], '1'],
])('a column of %j is read as what it is', (cells, first) => {
  expect(readValue(cells[0]!, guessType(cells))).toBe(first);
});

test('a column of emails is found whatever it is called', () => {
  const { columns } = guessMapping(
    ['who', 'Wer'],
    [
      ['Al', 'al@example.com'],
      ['Bo', 'bo@example.com'],
    ],
  );
  expect(columns.map(({ use }) => use)).toEqual(['name', 'email']);
});

test('a column called status that holds something else is a param', () => {
  const { columns, statuses } = guessMapping(['email', 'Status'], [['a@example.com', 'Berlin']]);
  expect(columns[1]!.use).toBe('param');
  expect(statuses).toEqual({});
});

test.each([
  ['Last Invoice ($)', 'last_invoice'],
  ['signupSource', 'signup_source'],
  ['Größe', 'größe'],
  ['%%%', 'column_3'],
])('the column %s is the param %s', (column, key) => {
  expect(toKey(column, 2)).toBe(key);
});

test.each(['encrypted_password', 'Password hash', 'reset token', 'API key', 'clientSecret'])(
  'a column called %s is left out',
  (name) => {
    const { columns } = guessMapping(['email', name, 'tokens_used'], [['a@example.com', 'x', '3']]);
    expect(columns.map(({ use }) => use)).toEqual(['email', 'skip', 'param']);
  },
);
