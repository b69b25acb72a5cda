import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CASES } from '../src/table/cases.fixture.ts';
import { readFile as readFileOfPage } from '../src/table/read-file.ts';
import { openFile } from '../src/sources/file.ts';
import type { SourceRow } from '../src/sources/source.ts';
import { collect } from './collect.fixture.ts';

async function file(content: string | Uint8Array): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'tinycrm-csv-')), 'people.csv');
  await writeFile(path, content);
  return path;
}

test('a file becomes calls with the types it had', async () => {
  const path = await file(
    '\ufeffEmail;Name;Status;MRR;Created at;Last seen\r\n' +
      'ana@example.com;"Ana; Maria";active;29,50 €;2024-01-05;2024-06-01 08:00\r\n' +
      'bo@example.com;Bo;;;2024-02-01;\r\n',
  );
  const { sent, created } = await collect(await openFile(path));
  expect(created).toBe(2);
  expect(sent).toEqual([
    {
      ...{ email: 'ana@example.com', name: 'Ana; Maria', status: 'paid' },
      ...{
        params: { mrr: 29.5 },
        created_at: '2024-01-05T00:00:00Z',
        seen_at: '2024-06-01T08:00:00Z',
      },
    },
    {
      email: 'bo@example.com',
      name: 'Bo',
      created_at: '2024-02-01T00:00:00Z',
      seen_at: '2024-02-01T00:00:00Z',
    },
  ]);
});

test('invalid rows are left out, counted, and written down with their line', async () => {
  const path = await file('email,note\na@example.com,"two\nlines"\nnobody,=1+1\nb@example.com,x\n');
  const { sent, invalid, rows, invalidPath } = await collect(await openFile(path));
  expect({ sent: sent.length, invalid, rows }).toEqual({ sent: 2, invalid: 1, rows: 3 });
  expect(await readFile(invalidPath, 'utf8')).toBe(
    '\ufeffemail,note,Line,Problem\r\n' +
      'nobody,"\'=1+1",4,"email: Not a valid email. It needs one @ with text on both sides, like alex@example.com."\r\n',
  );
});

test('a batch holds 500 calls and half a megabyte at most, and no row is lost between them', async () => {
  const small = Array.from({ length: 1201 }, (_, n) => `p${n}@example.com,x`);
  const large = Array.from({ length: 80 }, (_, n) => `q${n}@example.com,${'y'.repeat(8000)}${n}`);
  const path = await file(`email,bio\n${[...small, ...large].join('\n')}\n`);
  const { sent, batches } = await collect(await openFile(path));
  expect(sent).toHaveLength(1281);
  expect(new Set(sent.map(({ email }) => email)).size).toBe(1281);
  expect(Math.max(...batches)).toBe(500);
  expect(batches.length).toBeGreaterThan(3);
});

test('--from leaves out what is done, --map and --status say what a file does not', async () => {
  const path = await file('mail,plan,state,x\na@example.com,pro,ok,1\nb@example.com,max,gone,2\n');
  const options = { from: 2, map: 'email=mail,plan,status=state', status: 'ok=paid,gone=churned' };
  const { sent, rows } = await collect(await openFile(path), options);
  expect(rows).toBe(1);
  expect(sent).toEqual([{ email: 'b@example.com', status: 'churned', params: { plan: 'max' } }]);
});

test('nothing is sent of a doubtful file before somebody agreed', async () => {
  const path = await file(CASES.strayQuote);
  const sent = async (options: object, ask?: () => Promise<boolean>) =>
    (await collect(await openFile(path), options, ask)).sent.length;
  await expect(sent({})).rejects.toThrow('add --accept-warnings to import it anyway');
  await expect(sent({}, async () => false)).rejects.toThrow('Nothing was sent.');
  expect(await sent({}, async () => true)).toBe(3);
  expect(await sent({ acceptsWarnings: true })).toBe(3);
});

test('--map says which column is the email, so that no guess of it is doubtful', async () => {
  const path = await file('User email,Customer email\na@example.com,b@example.com\n');
  await expect(openFile(path).then((source) => collect(source))).rejects.toThrow('accept-warnings');
  const { sent } = await collect(await openFile(path), { map: 'email=Customer email' });
  expect(sent).toEqual([{ email: 'b@example.com' }]);
});

test.each([
  ['mixed line ends', CASES.mixedLineEnds],
  ['a quote that is never closed', CASES.strayQuote],
  ['a column of other people’s emails', CASES.referredByEmail],
  ['a row that is too long', CASES.longRow],
  ['line ends inside a cell', CASES.crlfInACell],
])('the page and the program read a file with %s alike', async (_, text) => {
  const source = await openFile(await file(text));
  const page = (await readFileOfPage(new TextEncoder().encode(text)))!;
  expect(source.columns).toEqual(page.table.columns);
  expect(source.mapping).toMatchObject(page.mapping);
  expect(source.warnings?.list).toEqual(page.warnings.list);
  const rows: SourceRow[] = [];
  for await (const row of source.rows) rows.push(row);
  await source.close();
  expect(rows.map(({ cells }) => cells)).toEqual(page.table.rows);
  expect(rows.map(({ place }) => place)).toEqual(page.table.lines);
});

test('a dry run reads and checks everything and sends nothing', async () => {
  const path = await file('email\na@example.com\nnobody\n');
  const { sent, rows, invalid } = await collect(await openFile(path), { isDryRun: true });
  expect({ sent, rows, invalid }).toEqual({ sent: [], rows: 2, invalid: 1 });
});

test.each([
  ['UTF-16', Buffer.from('\ufeffemail\tname\na@example.com\tÉlodie\n', 'utf16le')],
  ['Windows-1252', Buffer.from('email,name\na@example.com,Élodie\n', 'latin1')],
])('a file in %s keeps its letters', async (_, bytes) => {
  const { sent } = await collect(await openFile(await file(bytes)));
  expect(sent).toEqual([{ email: 'a@example.com', name: 'Élodie' }]);
});

test('letters are whole where the reader cuts the file', async () => {
  const people = Array.from({ length: 20_000 }, (_, n) => `p${n}@example.com,é€😀${n}`);
  const { sent } = await collect(await openFile(await file(`email,name\n${people.join('\n')}\n`)));
  expect(sent.every((call, n) => 'name' in call && call.name === `é€😀${n}`)).toBe(true);
});

test.each([
  ['nothing in it', '\n', /No rows found in/],
  ['no email', 'a,b\n1,2\n', /Choose one with --map email=<column>. The columns are a, b\./],
])('a file with %s says what to do', async (_, content, message) => {
  const path = await file(content);
  await expect(openFile(path).then((source) => collect(source))).rejects.toThrow(message);
});

test('a file that is not there is named', async () => {
  await expect(openFile('/nowhere/people.csv')).rejects.toThrow(
    'Couldn’t read /nowhere/people.csv',
  );
});
