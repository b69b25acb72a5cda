import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../src/failure.ts';
import { dated } from '../src/run.ts';
import { openFile } from '../src/sources/file.ts';
import { prepare } from '../src/table/prepare.ts';
import { readFile } from '../src/table/read-file.ts';
import type { ImportRow } from '../src/table/rows.ts';
import { Unreadable } from '../src/table/unreadable.ts';
import { collect } from './collect.fixture.ts';
import { row, xlsxParts, zip } from './workbook.fixture.ts';

// Tables as people and programs write them, each with what it means, on the page and in tinycrm-import.

type Bytes = Uint8Array<ArrayBuffer>;
const ann = 'ann@x.example';
const bob = 'bob@x.example';
const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
const bytes = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'latin1'));

async function onDisk(file: Bytes): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'tinycrm-strangers-')), 'people.csv');
  await writeFile(path, file);
  return path;
}

/** What both readers make of a file, and what they say of it. */
async function read(file: Bytes) {
  const { table, mapping, warnings } = (await readFile(file))!;
  const { rows, invalid } = await prepare(table, mapping);
  const { sent } = await collect(await openFile(await onDisk(file)), { acceptsWarnings: true });
  expect(sent).toEqual(rows.map(dated));
  return { rows, invalid, warnings: warnings.list };
}

type Row = Partial<ImportRow>;
const params = (...values: Record<string, unknown>[]): Row[] =>
  values.map((one) => ({ params: one }));
const named = (...names: string[]): Row[] => names.map((name) => ({ name }));
const created = (...times: string[]): Row[] => times.map((created_at) => ({ created_at }));

describe.each<[group: string, files: [what: string, file: string | Bytes, rows: Row[]][]]>([
  [
    'separators and quotes',
    [
      [
        'spaces stand before quotes',
        `email, name, note\n${ann}, "Lee, Ann", "x"\n`,
        [{ name: 'Lee, Ann', notes: ['x'] }],
      ],
      [
        'spaces stand around quotes',
        `"email" , "name"\n"${ann}" , "Lee, Ann"\n`,
        named('Lee, Ann'),
      ],
      [
        'backslashes hide quotes',
        `email,note\n${ann},"she said \\"hi\\", ok"\n${bob},"C:\\"\n`,
        [{ notes: ['she said "hi", ok'] }, { notes: ['C:\\'] }],
      ],
      [
        'typographic quotes are the quotes',
        `“Email”,“Name”\n“${ann}”,“Lee, Ann”\n`,
        [{ email: ann, name: 'Lee, Ann' }],
      ],
      [
        'single quotes are the quotes',
        `'Email','Name'\n'${ann}','Ann, O''Brien'\n`,
        [{ email: ann, name: 'Ann, O’Brien'.replace('’', "'") }],
      ],
      [
        'a mail program wrote recipients',
        `Ann Lee <${ann}>; Bob <${bob}>; cy@x.example\n`,
        [{ email: ann, name: 'Ann Lee' }, { email: bob, name: 'Bob' }, { email: 'cy@x.example' }],
      ],
      ['DOS ended the text', `email,name\r\n${ann},Ann\r\n\x1a`, named('Ann')],
      [
        'names of groups stand above the names',
        `Contact,,Billing,\nEmail,Name,Plan,MRR\n${ann},Ann,pro,29\n`,
        [{ email: ann, name: 'Ann', params: { plan: 'pro', mrr: 29 } }],
      ],
    ],
  ],
  [
    'cells',
    [
      [
        'a formula keeps zeros',
        `Email,Zip,Ref\n${ann},="02139","=""0042"""\n`,
        params({ zip: '02139', ref: '0042' }),
      ],
      [
        'nothing that is seen stands around an email',
        `Email\n\u00a0${ann}\u200b\n`,
        [{ email: ann }],
      ],
      [
        'phones, postcodes and cards are no amounts',
        `Email,Phone,Postal code,card_last_four,Seats\n${ann},6175550101,10001,4242,5\n`,
        params({ phone: '6175550101', postal_code: '10001', card_last_four: '4242', seats: 5 }),
      ],
      [
        'a spreadsheet shows errors and a database (null)',
        `email,n,name,plan\n${ann},#N/A,Ann,(null)\n${bob},5,#REF!,undefined\n`,
        [{ name: 'Ann' }, { params: { n: 5 } }],
      ],
      ['Null is a name', `email,first_name,last_name\n${ann},Jen,NULL\n`, named('Jen NULL')],
      [
        'NULL is nothing where the file writes nothing so',
        `email,first_name,last_name,plan\n${ann},Jen,NULL,NULL\n`,
        named('Jen'),
      ],
      [
        'half of the name is in the column Name',
        `E-Mail;Vorname;Name\n${ann};Ann;Lee\n${bob};Bob;Bob Ray\n`,
        named('Ann Lee', 'Bob Ray'),
      ],
      [
        'Excel speaks German',
        `E-Mail;Aktiv\n${ann};WAHR\n${bob};FALSCH\n`,
        params({ aktiv: true }, { aktiv: false }),
      ],
    ],
  ],
  [
    'numbers',
    [
      [
        'Switzerland groups by apostrophes',
        `Email;A;B\n${ann};1'234.50;CHF 1’234.50\n${bob};29.00;CHF 29.00\n`,
        params({ a: 1234.5, b: 1234.5 }, { a: 29, b: 29 }),
      ],
      [
        'currencies have small letters',
        `email,a\n${ann},29 eur\n${bob},"1,234.00 eur"\n`,
        params({ a: 29 }, { a: 1234 }),
      ],
    ],
  ],
  [
    'dates',
    [
      [
        'Notion names the zone',
        `Email,Signed up\n${ann},"January 31, 2024"\n${bob},"February 1, 2024 9:30 AM (GMT+1)"\n`,
        created('2024-01-31T00:00:00Z', '2024-02-01T08:30:00Z'),
      ],
      [
        'mails write them',
        `Email,Created\n${ann},"Wed, 31 Jan 2024 10:00:00 GMT"\n${bob},"Thu, 01 Feb 2024 10:00:00 -0500"\n`,
        created('2024-01-31T10:00:00Z', '2024-02-01T15:00:00Z'),
      ],
      [
        'JavaScript writes them',
        `Email,Created\n${ann},Wed Jan 31 2024 10:00:00 GMT+0100 (Central European Standard Time)\n`,
        created('2024-01-31T09:00:00Z'),
      ],
      [
        'zones have names',
        `Email,Created\n${ann},2024-01-31 10:00:00 PST\n${bob},2024-07-01 10:00 CEST\n`,
        created('2024-01-31T18:00:00Z', '2024-07-01T08:00:00Z'),
      ],
      [
        'days have names',
        `Email,Created\n${ann},"Wednesday, January 31, 2024"\n${bob},"Thursday, February 1, 2024 at 1:05 PM"\n`,
        created('2024-01-31T00:00:00Z', '2024-02-01T13:05:00Z'),
      ],
      [
        'they are digits alone',
        `Email,Created at\n${ann},20240131\n${bob},20240201\n`,
        created('2024-01-31T00:00:00Z', '2024-02-01T00:00:00Z'),
      ],
      [
        'they are ISO 8601 without marks',
        `Email,Created\n${ann},20240131T100000Z\n`,
        created('2024-01-31T10:00:00Z'),
      ],
      [
        '0 and the beginning of time are none',
        `email,last_login,created\n${ann},1706695200,2024-01-31T10:00:00Z\n${bob},0,1970-01-01T00:00:00.000Z\n`,
        [{ seen_at: '2024-01-31T10:00:00Z', created_at: '2024-01-31T10:00:00Z' }, { email: bob }],
      ],
    ],
  ],
  [
    'encodings',
    [
      [
        'of MS-DOS',
        bytes(`email;name\r\n${ann};M\x81ller\r\n${bob};J\x94rg\r\n`),
        named('Müller', 'Jörg'),
      ],
      ['of an old Mac', bytes(`email,name\r${ann},Jos\x8e\r${bob},Zo\x91\r`), named('José', 'Zoë')],
      [
        'of Central Europe',
        bytes(`email;name\n${ann};Ji\xf8\xed Nov\xe1k\n${bob};Luk\xe1\x9a \xc8ern\xfd\n`),
        named('Jiří Novák', 'Lukáš Černý'),
      ],
      [
        'of Turkey',
        bytes(`email,name\n${ann},\xddbrahim \xd6zt\xfcrk\n${bob},Ay\xfee Y\xfdld\xfdz\n`),
        named('İbrahim Öztürk', 'Ayşe Yıldız'),
      ],
    ],
  ],
  [
    'services',
    [
      [
        'Mailchimp without the time of opting in',
        `Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME\n${ann},Ann,Lee,2,,2024-01-31 10:00:00\n${bob},Bob,Ray,2,2024-01-01 10:00:00,2024-01-31 10:00:00\n`,
        [
          { name: 'Ann Lee', created_at: '2024-01-31T10:00:00Z' },
          { name: 'Bob Ray', created_at: '2024-01-01T10:00:00Z' },
        ],
      ],
      [
        'Kit',
        `id,first_name,email,state,created_at,tags\n1,Ann,${ann},active,2024-01-31T10:00:00Z,vip\n2,Bob,${bob},cancelled,2024-01-31T10:00:00Z,\n`,
        [
          { name: 'Ann', params: { id: 1, state: 'active' }, tags: ['vip'] },
          { name: 'Bob', params: { id: 2, state: 'cancelled' } },
        ],
      ],
      [
        'a mailing list of readers who are all active',
        `Subscriber,Status,Sent,Opens,Clicks,Subscribed,Name,Last name\n${ann},Active,1,1,0,2024-01-31 10:00:00,Ann,Lee\n`,
        [
          {
            ...{ email: ann, name: 'Ann Lee', created_at: '2024-01-31T10:00:00Z' },
            params: { status: 'Active', sent: 1, opens: 1, clicks: 0 },
          },
        ],
      ],
      [
        'Lemon Squeezy’s customers',
        `id,name,email,status,country,total_revenue_currency,mrr,created_at\n1,Ann,${ann},subscribed,US,12000,2900,2024-01-31T10:00:00Z\n2,Bob,${bob},archived,US,0,0,2024-01-31T10:00:00Z\n`,
        [{ name: 'Ann' }, { name: 'Bob', params: { status: 'archived' } }],
      ],
      [
        'HubSpot, where whoever sells was active',
        `Record ID,First Name,Last Name,Email,Last Activity Date,Create Date,Lifecycle Stage\n51,Ann,Lee,${ann},2024-05-01 10:00,2024-01-31 10:00,customer\n`,
        [
          {
            ...{ name: 'Ann Lee', status: 'paid', created_at: '2024-01-31T10:00:00Z' },
            params: { record_id: 51, last_activity_date: '2024-05-01T10:00:00Z' },
          },
        ],
      ],
      [
        'Shopify’s orders',
        `Name,Email,Financial Status,Paid at,Currency,Total,Created at,Lineitem name,Billing Name\n#1001,${ann},paid,2024-01-31 10:00:00 -0500,USD,29.00,2024-01-31 09:59:00 -0500,Mug,Ann Lee\n`,
        [
          {
            name: 'Ann Lee',
            created_at: '2024-01-31T14:59:00Z',
            params: { financial_status: 'paid' },
          },
        ],
      ],
      [
        'Calendly, where the calendar is somebody else’s',
        `Invitee Name,Invitee Email,Event Type Name,User Email\nAnn,${ann},Demo,sam@us.example\n`,
        [{ email: ann, name: 'Ann', params: { user_email: 'sam@us.example' } }],
      ],
      [
        'tables of a billing system side by side',
        `customers.id,customers.first_name,customers.last_name,customers.email,subscriptions.status,customers.created_at\nc1,Ann,Lee,${ann},in_trial,31-Jan-2024 10:00\nc2,Bob,Ray,${bob},non_renewing,31-Jan-2024 10:00\n`,
        [
          { name: 'Ann Lee', status: 'trial', created_at: '2024-01-31T10:00:00Z' },
          { name: 'Bob Ray', status: 'paid' },
        ],
      ],
      [
        'subscriptions of WooCommerce',
        `subscription_id,subscription_status,next_payment_date,billing_first_name,billing_last_name,billing_email\n1,wc-active,2024-03-01 10:00:00,Ann,Lee,${ann}\n2,wc-cancelled,0,Bob,Ray,${bob}\n`,
        [
          {
            status: 'paid',
            params: { subscription_id: 1, next_payment_date: '2024-03-01T10:00:00Z' },
          },
          { status: 'churned', params: { subscription_id: 2 } },
        ],
      ],
      [
        'users of WordPress, without what opens their door',
        `ID,user_login,user_pass,user_email,user_registered,user_activation_key,display_name\n1,ann,$P$B,${ann},2024-01-31 10:00:00,k,Ann Lee\n2,bob,$P$B,${bob},0000-00-00 00:00:00,k,Bob\n`,
        [
          {
            ...{ email: ann, name: 'Ann Lee', created_at: '2024-01-31T10:00:00Z' },
            params: { id: 1, user_login: 'ann' },
          },
          { email: bob, name: 'Bob', params: { id: 2, user_login: 'bob' } },
        ],
      ],
      [
        'patrons',
        `Name,Email,Patron Status,Tier\nAnn,${ann},Active patron,Gold\nBob,${bob},Former patron,\n`,
        [{ status: 'paid' }, { status: 'churned' }],
      ],
      [
        'a table in French',
        `Adresse e-mail;Prénom;Nom;Montant;Statut\n${ann};Ann;Lée;1 234,50 €;Actif\n${bob};Bob;Ray;29,00 €;Résilié\n`,
        [
          { name: 'Ann Lée', status: 'paid', params: { montant: 1234.5 } },
          { name: 'Bob Ray', status: 'churned', params: { montant: 29 } },
        ],
      ],
    ],
  ],
])('%s', (_, files) => {
  test.each(files)('%s', async (_, file, expected) => {
    const { rows, invalid } = await read(typeof file === 'string' ? utf8(file) : file);
    expect(invalid).toEqual([]);
    expect(rows).toMatchObject(expected);
    rows.forEach((row, at) => {
      if (!expected[at]!.status) expect(row.status).toBeUndefined();
      if (!expected[at]!.created_at && expected[at]!.email) expect(row.created_at).toBeUndefined();
    });
  });
});

describe('what is not read as it was meant is told', () => {
  test.each([
    [
      'a column of numbers with a word in it',
      `email,amount\n${[1, 2, 3, 4].map((n) => `p${n}@x.example,${n}\n`).join('')}${ann},call me\n`,
      { kind: 'mixed_type', line: 6, text: expect.stringMatching(/^amount: .*“call me”/) },
    ],
    [
      'dates that nobody gets',
      `email,Created at\n${[1, 2, 3, 4].map((n) => `p${n}@x.example,2024-01-0${n}\n`).join('')}${ann},yesterday\n`,
      {
        kind: 'mixed_type',
        line: 6,
        text: expect.stringMatching(/“yesterday”.*sets nobody’s dates/),
      },
    ],
    [
      'days and months in both orders',
      `email,Created at\n${ann},13/02/2024\n${bob},02/13/2024\n`,
      { kind: 'mixed_type', line: 3, text: expect.stringContaining('“02/13/2024”') },
    ],
    [
      'numbers that a spreadsheet has cut',
      `email,id\n${ann},1.23457E+11\n`,
      { kind: 'cut_number', line: 2, text: expect.stringContaining('“1.23457E+11”') },
    ],
    [
      'accents that were encoded twice',
      `email,name\n${ann},ZoÃ«\n`,
      { kind: 'encoded_twice', line: 2, isDoubt: true },
    ],
    [
      'points that may part thousands',
      `email,price\n${ann},1.234\n${bob},2.500\n`,
      { kind: 'thousands', text: expect.stringContaining('“1.234” is read as 1.234') },
    ],
  ])('%s', async (_, text, warning) => {
    expect((await read(utf8(text))).warnings).toContainEqual(expect.objectContaining(warning));
  });

  test.each([
    ['zip codes, which are text by their name', `email,zip\n${ann},10001\n${bob},02139\n`],
    ['versions', `email,version\n${ann},1.1\n${bob},1.10\n`],
    ['capitals with accents', `email,name\n${ann},SÃO PAULO\n${bob},Âge Ångström\n`],
    ['a list of two columns of addresses is a table', `Email,Manager email\n${ann},${bob}\n`],
  ])('but not %s', async (_, text) => {
    const kinds = (await read(utf8(text))).warnings.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== 'email_column')).toEqual([]);
  });
});

test.each([
  ['[{"email": "ann@x.example"}]', 'JSON'],
  ['<!DOCTYPE html><table>', 'web page'],
  ['%PDF-1.7', 'PDF'],
  ['BEGIN:VCARD\r\n', 'vCard'],
])('a file that is no table is refused with what to do: %s', async (text, what) => {
  await expect(readFile(utf8(text))).rejects.toThrow(Unreadable);
  await expect(openFile(await onDisk(utf8(text)))).rejects.toThrow(Failure);
  await expect(readFile(utf8(text))).rejects.toThrow(what);
});

test('of a cell in error in a spreadsheet nothing comes', async () => {
  const parts = xlsxParts(
    `${row('email', 'n')}<row><c t="inlineStr"><is><t>${ann}</t></is></c><c t="e"><v>#N/A</v></c></row>${row(bob, '5')}`,
  );
  const { rows } = await read(zip(parts));
  expect(rows).toEqual([{ email: ann }, { email: bob, params: { n: 5 } }]);
});
