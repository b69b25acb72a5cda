import { describe, expect, test } from 'vitest';
import { prepare } from './prepare.ts';
import { readFile } from './read-file.ts';
import { readNumber } from './numbers.ts';

/** The rows that a file becomes when nobody corrects a guess, and the kinds of its warnings. */
async function read(text: string) {
  const { table, mapping, warnings } = (await readFile(new TextEncoder().encode(text)))!;
  const { rows, invalid } = await prepare(table, mapping);
  return { rows, invalid, warnings: warnings.list.map(({ kind, line }) => [kind, line]) };
}
const rowOf = async (head: string, cells: string) =>
  (await read(`email,${head}\na@x.example,${cells}\n`)).rows[0];
const paramsOf = async (name: string, cells: string[], separator = ',') =>
  (
    await read(
      [
        `email${separator}${name}`,
        ...cells.map((cell, n) => `${n}@x.example${separator}${cell}`),
      ].join('\n'),
    )
  ).rows.map(({ params }) => params?.[name]);

describe('above the names', () => {
  test.each([
    ['Customers\n', 1],
    ['Report,,\nfrom 2026-05-01,,\n', 2],
    ['"Customers, all"\n\n', 1],
  ])('%j is a title, and said', async (title, count) => {
    const { rows, warnings } = await read(`${title}email,name,plan\na@x.example,Ann,pro\n`);
    expect(rows).toEqual([{ email: 'a@x.example', name: 'Ann', params: { plan: 'pro' } }]);
    expect(warnings.map(([kind]) => kind)).toEqual(Array(count).fill('title_line'));
  });

  test.each([
    ['an email', 'z@x.example\na@x.example,Ann\nb@x.example,Bob\n', 3],
    ['the only column', 'email\na@x.example\nb@x.example\n', 2],
  ])('%s is no title', async (_, text, count) => {
    expect((await read(text)).rows).toHaveLength(count);
  });

  test.each(['sep=;', '"sep=;"'])('%s says what parts the cells', async (hint) => {
    const { rows } = await read(`${hint}\nemail;note\na@x.example;b,c,d\n`);
    expect(rows[0]!.notes).toEqual(['b,c,d']);
  });

  test('sep=\\t says that tabs do', async () => {
    const { rows } = await read('sep=\\t\nemail\tnote\na@x.example\tb,c\n');
    expect(rows[0]!.notes).toEqual(['b,c']);
  });
});

describe('numbers', () => {
  test.each([
    ['US$29', 29],
    ['₹1,23,456.00', 123456],
    ['(12.00)', -12],
    ['12%', 12],
    ['29 EUR', 29],
    ['-$5', -5],
    ['$-5', -5],
    ['kr 99', 99],
    ['1,234,567.5', 1234567.5],
  ])('%s is %d', (cell, number) => {
    expect(readNumber(cell, 'point')).toBe(number);
  });

  test.each(['(-5)', '$5 EUR', 'ABC 100', '0042', '+15', '1,2', '12345678901234567', '12-'])(
    '%s is none',
    (cell) => {
      expect(readNumber(cell, 'point')).toBeNull();
    },
  );

  test('in two currencies, or with a share among counts, they stay text', async () => {
    expect(await paramsOf('mrr', ['$29', '€29'])).toEqual(['$29', '€29']);
    expect(await paramsOf('rate', ['12%', '12'])).toEqual(['12%', '12']);
    expect(await paramsOf('mrr', ['$29', '0'])).toEqual([29, 0]);
  });

  test('one currency is left out and said', async () => {
    expect((await read('email,mrr\na@x.example,€29\n')).warnings).toEqual([
      ['currency', undefined],
    ]);
  });

  test('between semicolons a point parts thousands where it can', async () => {
    expect(await paramsOf('n', ['1.234', '2.500'], ';')).toEqual([1234, 2500]);
    expect(await paramsOf('n', ['1.234', '2.5'], ';')).toEqual([1.234, 2.5]);
    expect(await paramsOf('n', ['1.234', '2.500'])).toEqual([1.234, 2.5]);
  });
});

describe('dates', () => {
  const seen = async (cells: string[]) =>
    (
      await read(
        ['email,last login', ...cells.map((cell, n) => `${n}@x.example,"${cell}"`)].join('\n'),
      )
    ).rows.map(({ seen_at }) => seen_at?.slice(0, 10));

  test.each(['0000-00-00', '0000-00-00 00:00:00', 'Never', '0001-01-01'])(
    '%s is nothing, and the column holds dates all the same',
    async (empty) => {
      expect(await seen(['2024-05-01', empty])).toEqual(['2024-05-01', undefined]);
    },
  );

  test('a column of nothing but Never is text', async () => {
    expect(await paramsOf('paused', ['Never', 'Never'])).toEqual(['Never', 'Never']);
  });

  test.each([
    ['1/31/24', '2024-01-31'],
    ['31.01.24', '2024-01-31'],
    ['1/31/24 5:00 PM', '2024-01-31'],
    ['45292', '2024-01-01'],
    ['45292.75', '2024-01-01'],
    ['1704067200', '2024-01-01'],
    ['1704067200000', '2024-01-01'],
  ])('%s is a day', async (cell, day) => {
    expect(await seen([cell])).toEqual([day]);
  });

  test('two digits from 40 on are of the last century', async () => {
    expect(await paramsOf('born', ['12/31/99', '1/31/24', '5/1/40'])).toEqual([
      '1999-12-31',
      '2024-01-31',
      '1940-05-01',
    ]);
  });

  test('24-01-31 may be of three days, so that it stays text', async () => {
    expect(await paramsOf('left', ['24-01-31'])).toEqual(['24-01-31']);
  });

  test('numbers that count days are said, and are dates only where the name says so', async () => {
    expect((await read('email,created\na@x.example,45292\n')).warnings).toEqual([
      ['counted_dates', undefined],
    ]);
    expect(await paramsOf('points', ['45292'])).toEqual([45292]);
  });

  test('what one column shows of day and month holds for the others', async () => {
    const { rows } = await read(
      'email,left,renews\na@x.example,31/01/2024,03/04/2024\nb@x.example,01/02/2024,05/06/2024\n',
    );
    expect(rows.map(({ params }) => params!.renews)).toEqual(['2024-04-03', '2024-06-05']);
  });
});

describe('true and false', () => {
  test.each([
    [
      ['yes', 'no'],
      [true, false],
    ],
    [
      ['TRUE', 'FALSE'],
      [true, false],
    ],
    [
      ['t', 'f'],
      [true, false],
    ],
    [
      ['yes', 'off'],
      ['yes', 'off'],
    ],
    [
      ['on', 'no'],
      ['on', 'no'],
    ],
    [
      ['x', 'yes'],
      ['x', 'yes'],
    ],
    [
      ['1', '0'],
      [1, 0],
    ],
  ])('%j', async (cells, values) => {
    expect(await paramsOf('vip', cells)).toEqual(values);
  });
});

describe('names', () => {
  test.each([
    ['first_name,last_name,username', 'Ann,Lee,annl33', 'Ann Lee'],
    ['username,name', 'annl33,Ann Lee', 'Ann Lee'],
    ['username', 'annl33', 'annl33'],
    ['Customer,Full name', 'cus_Qx7Yz,Ann Lee', 'Ann Lee'],
    ['FNAME,LNAME', 'Ann,Lee', 'Ann Lee'],
    ['Billing First Name,Billing Last Name', 'Ann,Lee', 'Ann Lee'],
  ])('of %s with %s is %s', async (head, cells, name) => {
    expect((await rowOf(head, cells))!.name).toBe(name);
  });

  test.each([
    ['customer', 'cus_Qx7Yz'],
    ['name', '1042'],
    ['contact', 'other@x.example'],
  ])('is not what is in %s: %s', async (head, cell) => {
    expect((await rowOf(head, cell))!.name).toBeUndefined();
  });
});

describe('statuses', () => {
  test.each([
    ['on_trial', 'trial'],
    ['in_trial', 'trial'],
    ['past_due', 'paid'],
    ['paused', 'churned'],
    ['incomplete_expired', 'churned'],
  ])('%s is %s', async (word, status) => {
    expect((await rowOf('status', word))!.status).toBe(status);
  });

  test('a word that every object knows is no status', async () => {
    const { rows, invalid } = await read(
      'email,status\na@x.example,paid\nb@x.example,constructor\n',
    );
    expect(invalid).toEqual([]);
    expect(rows[1]!.status).toBeUndefined();
  });

  test('words of a newsletter are a param, and said', async () => {
    const { rows, warnings } = await read(
      'email,status\na@x.example,subscribed\nb@x.example,cleaned\n',
    );
    expect(rows[0]).toEqual({ email: 'a@x.example', params: { status: 'subscribed' } });
    expect(warnings).toEqual([['newsletter', undefined]]);
    const mixed = await read('email,status\na@x.example,subscribed\nb@x.example,trial\n');
    expect(mixed.rows.map(({ status }) => status)).toEqual(['paid', 'trial']);
  });
});

test('an apostrophe before a formula goes, one before a word stays', async () => {
  const { rows } = await read("email,a,b\n'+bob@x.example,'=1+1,'tis\n");
  expect(rows[0]).toEqual({ email: '+bob@x.example', params: { a: '=1+1', b: "'tis" } });
});

test('columns called Line and Problem are left out only where they are ours', async () => {
  expect((await rowOf('Line,Problem', '3,no email'))!.params).toBeUndefined();
  expect((await rowOf('Line,Problem,plan', '3,none yet,pro'))!.params).toEqual({
    line: 3,
    problem: 'none yet',
    plan: 'pro',
  });
});

test('of our own export with several projects the first is read, which is doubtful', async () => {
  const columns = ['A', 'B'].flatMap((name) => [`${name}: status`, `${name}: monthly seats`]);
  const { rows, warnings } = await read(
    `email,name,tags,last activity,${columns}\na@x.example,Ann,vip,,paid,3,free,4\n`,
  );
  expect(rows[0]).toEqual({
    ...{ email: 'a@x.example', name: 'Ann', status: 'paid' },
    params: { 'monthly seats': 3 },
    tags: ['vip'],
  });
  expect(warnings).toEqual([['known_export', undefined]]);
});
