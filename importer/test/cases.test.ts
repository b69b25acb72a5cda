import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFile } from '../src/sources/file.ts';
import { prepare } from '../src/table/prepare.ts';
import { readFile } from '../src/table/read-file.ts';
import type { ImportRow } from '../src/table/rows.ts';
import { collect } from './collect.fixture.ts';
import { dated } from '../src/run.ts';

// Files that people have, each with what it means, however it is brought in.

const file = (name: string) =>
  new Uint8Array(readFileSync(new URL(`cases/${name}`, import.meta.url)));
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const utf8 = (text: string) => new TextEncoder().encode(text);
const people = (count: number, rest: string) =>
  Array.from({ length: count }, (_, n) => `p${n}@many.example,${rest}\n`).join('');

/** What two workbooks say, below a title: 00000, 000-0000, 0.0% and euros are formats of numbers in them. */
const PEOPLE: Partial<ImportRow>[] = [
  {
    ...{ email: 'ann@x.example', name: 'Ann Lee', status: 'paid' },
    ...{ created_at: '2024-01-31T00:00:00Z', seen_at: '2024-05-01T08:30:00Z' },
    params: {
      ...{ zip: '02139', phone: '555-0100', mrr: 29.5, share: 12.5, beta: true, seats: 5 },
      order: '12345678901234567890',
    },
    notes: ['two\nlines, "quoted"'],
  },
  {
    ...{ email: 'bob@x.example', name: 'Bob Ray', status: 'churned' },
    created_at: '2023-12-01T00:00:00Z',
    params: {
      ...{ zip: '00150', phone: '555-0101', mrr: 1234.25, share: 30, beta: false, seats: 2 },
      order: '007',
    },
  },
];

/** What is asked of the file: all its rows, or the last ones of many. */
const CASES: [name: string, bytes: Uint8Array<ArrayBuffer>, rows: Partial<ImportRow>[]][] = [
  [
    'names end with another line end than rows',
    file('crlf-header-lf-rows.csv'),
    ['ann', 'bob', 'cyd'].map((name) => ({ email: `${name}@le.example` })),
  ],
  [
    'a quote is never closed',
    file('unbalanced-quote.tsv'),
    ['ann', 'bob', 'cyd'].map((name) => ({ email: `${name}@q.example` })),
  ],
  [
    'an email of somebody else comes first',
    file('referred-by-email-first.csv'),
    ['ann', 'bob', 'cyd'].map((name) => ({ email: `${name}@ref.example` })),
  ],
  ['everybody lives in Norway', file('norway.csv'), [{ params: { country: 'NO' } }]],
  [
    'a zip code with a zero comes late',
    utf8(`email,zip\n${people(2100, '10001')}zed@zip.example,02139\n`),
    [{ email: 'zed@zip.example', params: { zip: '02139' } }],
  ],
  [
    'a column is filled late',
    utf8(`email,left\n${people(2100, '')}zed@late.example,2026-01-31\n`),
    [{ email: 'zed@late.example', params: { left: '2026-01-31' } }],
  ],
  [
    'rows that were set aside have been mended',
    file('mended-invalid-rows.csv'),
    [
      {
        ...{ email: 'bob@mend.example', name: 'Bob' },
        params: { phone: '+1 617 555 0101', balance: -7 },
      },
    ],
  ],
  [
    'an apostrophe is of Windows-1252',
    file('windows-1252-apostrophe.csv'),
    [
      { email: 'pat@w52.example', name: 'O’Brien', params: { city: 'Café' } },
      { email: 'sam@w52.example', name: 'Sam', params: { city: 'Paris' } },
    ],
  ],
  [
    'accents come after the first 64 KB',
    latin1(`email,name\n${people(5000, 'Person Number')}jo@l.example,José\nzo@l.example,Zoë\n`),
    [
      { email: 'jo@l.example', name: 'José' },
      { email: 'zo@l.example', name: 'Zoë' },
    ],
  ],
  [
    'a byte order mark says UTF-8 and one byte is not',
    file('utf8-bom-one-bad-byte.csv'),
    [
      { email: 'ann@bad.example', name: 'Zoë' },
      { email: 'bob@bad.example', name: 'Jos\ufffd' },
    ],
  ],
  ['a name is Cyrillic', file('windows-1251.csv'), [{ email: 'ivan@ru.example', name: 'Иван' }]],
  [
    'a title stands above the names',
    file('title-line-semicolons.csv'),
    [
      { email: 'ann@title.example', name: 'Ann', params: { plan: 'pro' } },
      { email: 'bob@title.example', name: 'Bob', params: { plan: 'basic' } },
    ],
  ],
  ['Clerk made it', file('clerk-export.csv'), [{ email: 'ann@clerkcsv.example', name: 'Ann Lee' }]],
  [
    'a date is of zeros',
    file('mysql-zero-date.csv'),
    [
      { email: 'ann@zero.example', created_at: '2024-05-01T10:00:00Z' },
      { email: 'bob@zero.example', params: { plan: 'pro' } },
      { email: 'cyd@zero.example', created_at: '2024-06-01T10:00:00Z' },
    ],
  ],
  [
    'years have two digits',
    file('two-digit-years.csv'),
    [
      { created_at: '2024-01-31T00:00:00Z', seen_at: '2024-05-02T00:00:00Z' },
      { created_at: '2023-12-01T00:00:00Z', seen_at: '2024-06-11T00:00:00Z' },
    ],
  ],
  [
    'versions look like numbers',
    file('version-numbers.csv'),
    [{ params: { app_version: '1.10' } }, { params: { app_version: '1.1' } }],
  ],
  [
    'semicolons part cells, and points thousands',
    file('german-thousands.csv'),
    [{ params: { umsatz: 1234 } }, { params: { umsatz: 2500 } }],
  ],
  [
    'Mailchimp made it',
    file('mailchimp-audience.csv'),
    [
      { email: 'ann@mc.example', name: 'Ann Lee', params: { status: 'subscribed' } },
      { email: 'bob@mc.example', name: 'Bob Ray', params: { status: 'unsubscribed' } },
    ],
  ],
  ['Gumroad made it', file('gumroad-sales.csv'), [{ email: 'ann@gum.example', name: 'Ann Lee' }]],
  [
    'Stripe made it of payments, one of which was refunded',
    file('stripe-payments.csv'),
    [
      { email: 'ann@pay.example', status: 'paid', created_at: '2024-01-05T10:00:00Z' },
      { email: 'bob@pay.example' },
    ],
  ],
  ['Excel made it', file('people.xlsx'), PEOPLE],
  ['LibreOffice made it', file('people.ods'), PEOPLE],
  [
    'Paddle made it',
    file('paddle-customers.csv'),
    [
      {
        email: 'ann@paddle.example',
        name: 'Ann Lee',
        created_at: '2026-01-10T08:00:00Z',
      },
      { email: 'bo@paddle.example', params: { status: 'archived' } },
    ],
  ],
  [
    'TinyCRM made it',
    file('own-export-imported-again.csv'),
    [
      {
        ...{ email: 'ann@again.example', name: 'Ann', status: 'paid' },
        params: { plan: 'pro', mrr: 29 },
        tags: ['beta', 'vip'],
        ...{ created_at: '2026-01-01T00:00:00Z', seen_at: '2026-05-01T00:00:00Z' },
      },
      { email: '+bob@again.example', name: '=Bob', status: 'free' },
    ],
  ],
  [
    'only rows end as Windows has it',
    file('lf-header-crlf-rows.csv'),
    [{ params: { city: 'Oslo' } }, { params: { city: 'Rome' } }],
  ],
  [
    'a line end stands in a cell',
    file('lf-file-crlf-in-a-cell.csv'),
    [{ notes: ['multi line\r\ntext'] }, { notes: ['ok'] }],
  ],
];

test.each(CASES)('%s: the page and the program read what it says', async (_, bytes, expected) => {
  const { table, mapping } = (await readFile(bytes))!;
  const { rows, invalid } = await prepare(table, mapping);
  expect(invalid).toEqual([]);
  expect(rows.slice(-expected.length)).toMatchObject(expected);
  for (const [at, row] of rows.slice(-expected.length).entries()) {
    if (!expected[at]!.status) expect(row.status).toBeUndefined();
  }

  const path = join(await mkdtemp(join(tmpdir(), 'tinycrm-case-')), 'people.csv');
  await writeFile(path, bytes);
  const sent = await collect(await openFile(path), { acceptsWarnings: true });
  expect(sent.invalid).toBe(0);
  expect(sent.sent).toEqual(rows.map(dated));
});

test('of two dated rows about one person the newer counts', async () => {
  const { table, mapping } = (await readFile(file('stripe-subscriptions-newest-first.csv')))!;
  const { rows, places } = await prepare(table, mapping);
  expect(rows.map(({ status, params }) => [status, params!.plan])).toEqual([
    ['churned', 'basic'],
    ['paid', 'pro'],
  ]);
  expect(places).toEqual([1, 0]);
});
