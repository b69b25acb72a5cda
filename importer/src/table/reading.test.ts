import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { CASES } from './cases.fixture.ts';
import { readFile } from './read-file.ts';
import { readRecords, RecordReader } from './records.ts';
import { createReader } from './rows.ts';

/** The customers that a file becomes when nobody corrects the guesses, and the warnings about it. */
async function read(text: string) {
  const file = (await readFile(new TextEncoder().encode(text)))!;
  const row = createReader(file.table.columns, file.mapping);
  return {
    rows: file.table.rows.map((cells) => {
      const result = row(cells);
      return 'row' in result ? result.row : result.reasons;
    }),
    warnings: file.warnings.list.map(({ kind, line, isDoubt }) => [kind, line, isDoubt]),
    texts: file.warnings.list.map(({ text }) => text),
    more: file.warnings.more,
  };
}

const emails = ({ rows }: { rows: unknown[] }) =>
  rows.map((row) => (row as { email?: string }).email);

describe('line ends', () => {
  test('each line is a row, whatever the ends of the others are', async () => {
    const { rows, warnings } = await read(CASES.mixedLineEnds);
    expect(rows).toEqual([
      { email: 'ann@le.example', name: 'Ann' },
      { email: 'bob@le.example', name: 'Bob' },
      { email: 'cyd@le.example', name: 'Cyd' },
    ]);
    expect(warnings).toEqual([]);
    expect((await read(CASES.crlfRows)).rows).toMatchObject([
      { params: { city: 'Oslo' } },
      { params: { city: 'Rome' } },
    ]);
  });

  test.each([
    ['\r', '\n'],
    ['\n', '\r'],
    ['\r\n', '\r'],
    ['\r', '\r\n'],
  ])('%j after the names and %j after the rows', async (first, rest) => {
    const file = await read(`email,n${first}a@x.example,1${rest}b@x.example,2${rest}`);
    expect(emails(file)).toEqual(['a@x.example', 'b@x.example']);
  });

  test('inside quotes they stay as they are, and nothing is doubtful', async () => {
    const { rows, warnings } = await read(CASES.crlfInACell);
    expect(rows).toMatchObject([{ notes: ['multi line\r\ntext'] }, { notes: ['ok'] }]);
    expect(warnings).toEqual([]);
  });
});

describe('quotes', () => {
  test('one that is never closed is text, takes no row along, and is told with its line', async () => {
    const { rows, warnings, texts } = await read(CASES.strayQuote);
    expect(rows).toEqual([
      { email: 'ann@q.example', notes: ['"large box'] },
      { email: 'bob@q.example', notes: ['ok'] },
      { email: 'cyd@q.example', notes: ['ok'] },
    ]);
    expect(warnings).toEqual([['stray_quote', 2, true]]);
    expect(texts[0]).toMatch(/^note: “"large box” begins with a quote that isn’t closed/);
  });

  test('one that closes before its cell ends is text too', async () => {
    const file = await read(
      'email,size\na@x.example,"5" screen\nb@x.example,"7"" tablet"\nc@x.example,9" wide\n',
    );
    expect(file.rows).toMatchObject([
      { params: { size: '"5" screen' } },
      { params: { size: '7" tablet' } },
      { params: { size: '9" wide' } },
    ]);
    expect(file.warnings).toEqual([['stray_quote', 2, true]]);
  });

  test('a cell in quotes that holds what look like rows is told', async () => {
    const { warnings, texts } = await read(
      'email,note,n\nann@x.example,"large,1\nbob@x.example,ok,2\ncyd@x.example,small",3\n',
    );
    expect(warnings).toEqual([['rows_in_cell', 2, true]]);
    expect(texts[0]).toMatch(/^note: this quoted cell has 3 lines/);
  });

  test('a missing quote before a huge rest is found without reading on to its end', () => {
    const reader = new RecordReader(',');
    const records = [...reader.push('email,note\na@x.example,"open\n')];
    for (let n = 0; n < 40; n++) records.push(...reader.push(`${'x'.repeat(50_000)}\n`));
    expect(records.length).toBeGreaterThan(10);
    expect(records[1]!.strayQuotes).toEqual([1]);
  });

  test('of many such cells the first are told one by one, and the others counted', async () => {
    const lines = Array.from({ length: 50 }, (_, n) => `p${n}@x.example,"open ${n}`);
    const { warnings, more } = await read(`email,note\n${lines.join('\n')}\n`);
    expect([warnings.length, more]).toEqual([20, 30]);
  });
});

test('a row longer than the names is told with its line, and loses nothing', async () => {
  const { rows, warnings, texts } = await read(CASES.longRow);
  expect(rows[0]).toEqual({
    email: 'ann@lr.example',
    name: 'Lee',
    params: { column_3: 'Ann' },
  });
  expect(warnings).toEqual([['long_row', 2, true]]);
  expect(texts[0]).toContain('This row has 3 cells, but the first line names 2 columns.');
  const late = `email\n${'a@x.example\n'.repeat(3000)}b@x.example,lost?\n`;
  expect((await read(late)).rows.at(-1)).toMatchObject({ params: { column_2: 'lost?' } });
  expect((await read('email,n\na@x.example,1,,\n')).warnings).toEqual([]);
});

describe('the column of emails', () => {
  test('called exactly Email is taken, not one before it with the word in its name', async () => {
    const { rows, warnings, texts } = await read(CASES.referredByEmail);
    expect(rows).toEqual([
      {
        email: 'ann@ref.example',
        name: 'Ann Lee',
        params: { referred_by_email: 'sam@ref.example' },
      },
      {
        email: 'bob@ref.example',
        name: 'Bob Ray',
        params: { referred_by_email: 'sam@ref.example' },
      },
      { email: 'cyd@ref.example', name: 'Cyd Poe' },
    ]);
    expect(warnings).toEqual([['email_column', undefined, false]]);
    expect(texts[0]).toBe(
      '“Email” is used as the customer’s email, because its name is the clearest. “Referred By Email” has emails too.',
    );
  });

  test.each([
    ['Manager email', 'E-mail'],
    ['Backup Email', 'mail'],
    ['who', 'Email Address'],
    ['Referrer', 'e_mail'],
    ['Email of referrer', 'Customer Email'],
    ['Owner', 'emailAddress'],
    ['Invited by (email)', 'Work email'],
    ['Referred by email', 'Login'],
  ])('between “%s” and “%s” it is the second', async (other, right) => {
    const file = await read(
      `${other},${right}\nsam@x.example,a@x.example\nsam@x.example,b@x.example\n`,
    );
    expect(emails(file)).toEqual(['a@x.example', 'b@x.example']);
    expect(file.warnings[0]?.[0]).toBe('email_column');
  });

  test.each(['User email,Customer email', 'who,whom', 'Referred by email'])(
    'of %s the guess is doubtful',
    async (names) => {
      const cells = names.split(',').map((_, at) => `${at}@x.example`);
      expect((await read(`${names}\n${cells}\n`)).warnings).toEqual([
        ['email_column', undefined, true],
      ]);
    },
  );

  test('nothing is said of a column about email that holds none', async () => {
    const file = await read('Email opt-in,Email\nyes,a@x.example\nno,b@x.example\n');
    expect(emails(file)).toEqual(['a@x.example', 'b@x.example']);
    expect(file.warnings).toEqual([]);
  });
});

describe('types', () => {
  const params = async (text: string) =>
    (await read(text)).rows.map((row) => (row as { params?: unknown }).params);

  test('a column of nothing but NO is a country, and no is an answer', async () => {
    expect(await params(CASES.norway)).toEqual([{ country: 'NO' }, { country: 'NO' }]);
    expect(await params('email,vip\na@x.example,no\nb@x.example,no\n')).toEqual([
      { vip: false },
      { vip: false },
    ]);
    expect(await params('email,vip\na@x.example,NO\nb@x.example,YES\n')).toEqual([
      { vip: false },
      { vip: true },
    ]);
  });

  test('versions stay two, and amounts are numbers', async () => {
    expect(await params(CASES.versions)).toEqual([{ app_version: '1.10' }, { app_version: '1.1' }]);
    expect(
      await params('email,mrr\na@x.example,29.50\nb@x.example,30.00\nc@x.example,9\n'),
    ).toEqual([{ mrr: 29.5 }, { mrr: 30 }, { mrr: 9 }]);
  });

  test('a column has the type of all its rows, however late one differs or begins', async () => {
    const many = Array.from({ length: 2100 }, (_, n) => `p${n}@x.example,10001,`);
    const file = await params(
      `email,zip,left\n${many.join('\n')}\nzed@x.example,02139,2026-01-31\n`,
    );
    expect(file[0]).toEqual({ zip: '10001' });
    expect(file.at(-1)).toEqual({ zip: '02139', left: '2026-01-31' });
  });
});

test('any cells come back from quotes, in pieces of any size', () => {
  const cell = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', 'a', 'é') });
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1 });
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 7 }), (rows, size) => {
      const text = Papa.unparse(rows, { quotes: true, newline: '\n' });
      const reader = new RecordReader(',');
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      const records = [...pieces.flatMap((piece) => [...reader.push(piece)]), ...reader.end()];
      expect(records).toEqual([...readRecords(text, ',')]);
      expect(records.map(({ cells }) => cells)).toEqual(
        rows.filter((cells) => cells.some((one) => one.trim() !== '')),
      );
    }),
  );
});
