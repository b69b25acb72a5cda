import { describe, expect, test } from 'vitest';
import { guessMapping, parseTable } from './guess.fixture.ts';
import { createReader } from './rows.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

/** The customers that a file becomes when nobody corrects the guesses. */
function importText(text: string) {
  const { columns, rows, lines } = parseTable(text);
  const mapping = guessMapping(columns, rows);
  const read = createReader(columns, mapping, () => NOW);
  return { mapping, lines, rows: rows.map(read) };
}

function imported(text: string) {
  return importText(text).rows.map((read) => ('row' in read ? read.row : read.reasons));
}

describe('exports of the tools people keep customers in', () => {
  test('a Notion database becomes typed customers', () => {
    const text =
      '\ufeffName,Email,Status,MRR,Newsletter,Created time,Last edited time,Notes\r\n' +
      'Mira Okafor,mira@okafor.design,🟢 Paid,$29.00,Yes,"January 5, 2024 3:07 PM","June 1, 2024 9:00 AM","Asked for\nan invoice, twice"\r\n' +
      'Lukas Brandt,LUKAS@Brandt.io,Trialing,,No,"February 29, 2024 12:30 AM","June 2, 2024 12:00 PM",\r\n';
    expect(imported(text)).toEqual([
      {
        email: 'mira@okafor.design',
        name: 'Mira Okafor',
        status: 'paid',
        params: { mrr: 29, newsletter: true },
        notes: ['Asked for\nan invoice, twice'],
        created_at: '2024-01-05T15:07:00Z',
        seen_at: '2024-06-01T09:00:00Z',
      },
      {
        email: 'lukas@brandt.io',
        name: 'Lukas Brandt',
        status: 'trial',
        params: { newsletter: false },
        created_at: '2024-02-29T00:30:00Z',
        seen_at: '2024-06-02T12:00:00Z',
      },
    ]);
  });

  test('tags and notes are read from what spreadsheets, programs and databases write', () => {
    const text =
      'email,Tags,Labels,Notes,Comments\n' +
      'a@x.example,"vip, Beta  testers ;vip",eu,"Wants an\ninvoice",Called\n' +
      'b@x.example,"[""two words"",""b""]",,,\n' +
      'c@x.example,"{c,""d e""}",,,\n';
    expect(imported(text)).toEqual([
      {
        email: 'a@x.example',
        tags: ['vip', 'Beta testers', 'eu'],
        notes: ['Wants an\ninvoice', 'Called'],
      },
      { email: 'b@x.example', tags: ['two words', 'b'] },
      { email: 'c@x.example', tags: ['c', 'd e'] },
    ]);
    // Of a database a list is one.
    const { columns } = guessMapping(['email', 'tags'], [['d@x.example', 'x']]);
    const read = createReader(['email', 'tags'], { columns, statuses: {} });
    expect(read(['d@x.example', ['x, y']])).toEqual({
      row: { email: 'd@x.example', tags: ['x, y'] },
    });
  });

  test('a tag or a note that nobody could add by hand makes its row invalid, under the name of its column', () => {
    const text = `email,Labels,Notes\na@x.example,${'x'.repeat(51)},\nb@x.example,,${'é'.repeat(10_001)}\nc@x.example,${'x'.repeat(50)},${'é'.repeat(10_000)}\n`;
    const { columns, rows } = parseTable(text);
    const read = createReader(columns, guessMapping(columns, rows));
    expect(rows.map((row) => read(row))).toEqual([
      { reasons: ['Labels: A tag can be at most 50 characters.'] },
      { reasons: ['Notes: A note can be at most 10,000 characters.'] },
      { row: { email: 'c@x.example', tags: ['x'.repeat(50)], notes: ['é'.repeat(10_000)] } },
    ]);
  });

  test('numbers are no notes and no tags', () => {
    expect(imported('email,note,comments\na@x.example,1.5,3\nb@x.example,2,0\n')[0]).toEqual({
      email: 'a@x.example',
      params: { note: 1.5, comments: 3 },
    });
  });

  test('an Airtable grid keeps checkboxes, American dates and ids', () => {
    const text =
      'Contact,E-mail,Plan,VIP,Signed up,Zip,Phone,Record ID\n' +
      'Ana,ana@example.com,pro,checked,3/31/2024,02134,+1 617 555 0100,rec1\n' +
      'Bo,bo@example.com,team,,12/1/2023,10001,+1 212 555 0100,rec2\n';
    expect(imported(text)).toEqual([
      {
        email: 'ana@example.com',
        name: 'Ana',
        created_at: '2024-03-31T00:00:00Z',
        params: {
          plan: 'pro',
          vip: true,
          zip: '02134',
          phone: '+1 617 555 0100',
          record_id: 'rec1',
        },
      },
      {
        email: 'bo@example.com',
        name: 'Bo',
        created_at: '2023-12-01T00:00:00Z',
        params: { plan: 'team', zip: '10001', phone: '+1 212 555 0100', record_id: 'rec2' },
      },
    ]);
  });

  test('a German spreadsheet with semicolons has decimal commas and days first', () => {
    const text =
      'Vorname;Nachname;E-Mail;Umsatz;Registriert am\r\n' +
      'Jörg;Müller;joerg@example.de;1.234,50 €;31.01.2024\r\n' +
      'Ute;Groß;ute@example.de;99,00 €;05.02.2024\r\n';
    expect(imported(text)).toEqual([
      {
        email: 'joerg@example.de',
        name: 'Jörg Müller',
        params: { umsatz: 1234.5, registriert_am: '2024-01-31' },
      },
      {
        email: 'ute@example.de',
        name: 'Ute Groß',
        params: { umsatz: 99, registriert_am: '2024-02-05' },
      },
    ]);
  });

  test('rows pasted from Google Sheets come with tabs', () => {
    expect(
      imported('email\tstatus\tseats\na@example.com\tactive\t3\nb@example.com\tcanceled\t1'),
    ).toEqual([
      { email: 'a@example.com', status: 'paid', params: { seats: 3 } },
      { email: 'b@example.com', status: 'churned', params: { seats: 1 } },
    ]);
  });

  test('a list of addresses needs no line of names', () => {
    expect(imported('Alex Doe <Alex@Example.com>\nbo@example.com\n')).toEqual([
      { email: 'alex@example.com', name: 'Alex Doe' },
      { email: 'bo@example.com' },
    ]);
  });

  test('what psql prints for a table with nulls reads as nothing', () => {
    const text =
      'id,email,created_at,last_sign_in_at,is_admin\n' +
      '1,a@example.com,2024-01-05 10:00:00.123456+00,\\N,t\n' +
      '2,b@example.com,2024-01-06 10:00:00+02,2024-02-01 00:00:00+00,f\n';
    expect(imported(text)).toMatchObject([
      { created_at: '2024-01-05T10:00:00.123456Z', params: { id: 1 } },
      { created_at: '2024-01-06T08:00:00Z', seen_at: '2024-02-01T00:00:00Z' },
    ]);
  });
});

describe('rows that cannot be imported', () => {
  test('each says its line and all its reasons, in the names of the file', () => {
    const { rows, lines } = importText(
      'Email,Name,Signed up,Bio\n' +
        'ok@example.com,Ok,2024-01-01,"two\nlines"\n' +
        '\n' +
        'nobody,No At,2024-01-02,\n' +
        `late@example.com,${'x'.repeat(201)},1999-01-01,\n` +
        ',Nameless,2024-01-03,\n',
    );
    expect(lines).toEqual([2, 5, 6, 7]);
    expect(rows.slice(1)).toEqual([
      {
        reasons: [
          'Email: Not a valid email. It needs one @ with text on both sides, like alex@example.com.',
        ],
      },
      {
        reasons: [
          'Name: A name can be at most 200 characters.',
          'Signed up: The timestamp is before the year 2000.',
        ],
      },
      { reasons: ['No email.'] },
    ]);
  });

  test('a cell that is not of the type of its column is said to be none', () => {
    const { columns, rows } = parseTable('email,seats\na@example.com,many\nb@example.com,n/a\n');
    const mapping = guessMapping(columns, rows);
    mapping.columns[1]!.type = { kind: 'number', style: 'point' };
    const read = createReader(columns, mapping);
    expect(rows.map(read)).toEqual([
      { reasons: ['seats: “many” isn’t a number.'] },
      { row: { email: 'b@example.com' } },
    ]);
  });

  test('a row past 32 KB is invalid before it is sent', () => {
    const text = `email,a,b,c,d,e\na@example.com,${Array(5).fill('y'.repeat(8000)).join(',')}\n`;
    expect(imported(text)).toEqual([['This row is larger than 32 KB. Import fewer columns.']]);
  });
});
