import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../src/failure.ts';
import { openFile } from '../src/sources/file.ts';
import { readFile } from '../src/table/read-file.ts';
import { Unreadable } from '../src/table/unreadable.ts';
import { toFormat } from '../src/table/workbook/formats.ts';
import { collect } from './collect.fixture.ts';
import { lieAboutSizes, ods, row, xlsxParts, zip } from './workbook.fixture.ts';

const file = (name: string) =>
  new Uint8Array(readFileSync(new URL(`cases/${name}`, import.meta.url)));
const HEAD = row('email', 'n');

async function onDisk(bytes: Uint8Array): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'tinycrm-workbook-')), 'people.csv');
  await writeFile(path, bytes);
  return path;
}

describe('sheets', () => {
  test.each(['people.xlsx', 'people.ods'])(
    'of %s the first that is not hidden is read, and the others are told',
    async (name) => {
      const { sheets, sheet, table, warnings } = (await readFile(file(name)))!;
      expect([sheets, sheet]).toEqual([['People', 'Leads'], 'People']);
      // Rows keep the numbers that the spreadsheet shows beside them.
      expect(table.lines).toEqual([4, 6]);
      expect(warnings.list[0]).toEqual({
        ...{ kind: 'sheet', isDoubt: false },
        text: 'Using the sheet “People”, not “Leads”.',
      });
    },
  );

  test.each(['people.xlsx', 'people.ods'])('another of %s is read when chosen', async (name) => {
    const first = (await readFile(file(name)))!;
    const chosen = (await readFile(file(name), { sheet: 'Leads' }))!;
    expect(chosen.table.rows).toEqual([['cyd@x.example', 'pro']]);
    expect(chosen.warnings.list).toEqual([]);
    expect(chosen.hash).not.toBe(first.hash);

    const { sent } = await collect(await openFile(await onDisk(file(name)), { sheet: 'Leads' }));
    expect(sent).toMatchObject([{ email: 'cyd@x.example', params: { plan: 'pro' } }]);
    await expect(openFile(await onDisk(file(name)), { sheet: 'Lead' })).rejects.toThrow(
      'This file has no sheet “Lead”. Its sheets are People, Leads.',
    );
  });

  test('an empty sheet before it is passed over', async () => {
    const empty = '<t:table t:name="Empty"><t:table-row/></t:table>';
    const bytes = ods(
      `</t:table>${empty}<t:table t:name="Full"><t:table-row><t:table-cell o:value-type="string"><text:p>a@x.example</text:p></t:table-cell></t:table-row>`,
    );
    expect((await readFile(bytes))!.sheet).toBe('Full');
  });

  test('a file without sheets takes none by name', async () => {
    const path = await onDisk(new TextEncoder().encode('email\na@x.example\n'));
    await expect(openFile(path, { sheet: 'People' })).rejects.toThrow('has no sheets');
  });
});

test.each([
  ['00000', '2139', '02139'],
  ['00000\\-0000', '21390001', '02139-0001'],
  ['\\(000\\)\\ 000\\-0000', '6175550100', '(617) 555-0100'],
  ['000', '12345', '12345'],
  ['General', '0.1', '0.1'],
  ['General', '0.30000000000000004', '0.3'],
  ['0.00', '1234.5', '1234.5'],
  ['General', '12345678901234567890', '12345678901234567890'],
  ['General', '1.23456789012346E+15', '1234567890123460'],
  ['General', '1E-7', '0.0000001'],
  ['0%', '0.07', '7%'],
  ['"$"#,##0.00;[Red]-"$"#,##0.00', '-29.5', '-$ 29.5'],
  ['#,##0.00\\ [$€-407]', '29', '€ 29'],
  ['0 "seats"', '29', '29'],
  ['m/d/yyyy', '45322', '2024-01-31'],
  ['[$-409]d\\-mmm\\-yy;@', '45322.75', '2024-01-31'],
  ['yyyy\\-mm\\-dd\\ hh:mm', '45322.3541666667', '2024-01-31T08:30:00Z'],
  ['mmm yyyy', '45322', '2024-01-31'],
  ['h:mm', '0.354166666666667', '08:30:00'],
  ['[h]:mm', '1.5', '36:00:00'],
  ['yyyy-mm-dd', '-1', '-1'],
])('a number of the format %s is read as people see it: %s is %s', (code, raw, text) => {
  expect(toFormat(164, code, false)(raw)).toBe(text);
});

test('dates count from 1904 in files of old Macs', () => {
  expect(toFormat(14, undefined, true)('43860')).toBe('2024-01-31');
});

test('cells without an address, in another standard and under other names, are read', async () => {
  const rename = (xml: string) =>
    xml
      .replaceAll(
        'http://schemas.openxmlformats.org/spreadsheetml/2006',
        'http://purl.oclc.org/ooxml/spreadsheetml',
      )
      .replaceAll(/<(\/?)(worksheet|sheetData|row|c|is|t|v)\b/g, '<$1s:$2')
      .replace('xmlns=', 'xmlns:s=');
  const parts = xlsxParts(`${HEAD}<row><c t="str"><v>a@x.example</v></c><c/><c><v>7</v></c></row>`);
  parts['xl/worksheets/sheet1.xml'] = rename(parts['xl/worksheets/sheet1.xml']!);
  const { table } = (await readFile(zip(parts)))!;
  expect(table.rows).toEqual([['a@x.example', '', '7']]);
});

test('what a formula came to is read, and one whose result is not in the file is told', async () => {
  const formula = (value: string) =>
    `<row><c r="A2" t="str"><f>X</f><v>a@x.example</v></c><c r="B2"><f>1+1</f>${value}</c></row>`;
  const read = async (value: string) => (await readFile(zip(xlsxParts(HEAD + formula(value)))))!;
  expect((await read('<v>2</v>')).table.rows).toEqual([['a@x.example', '2']]);
  expect((await read('<v>2</v>')).warnings.list).toEqual([]);
  expect((await read('')).warnings.list).toMatchObject([
    { kind: 'formula', line: 2, isDoubt: true, text: expect.stringMatching(/^B2 is a formula/) },
  ]);
});

test('a long row is told without blaming a separator, and lines in a cell are no rows', async () => {
  const { warnings } = (await readFile(
    zip(xlsxParts(HEAD + row('a@x.example', 'b@x.example,1\nc@x.example,2', 'more'))),
  ))!;
  expect(warnings.list.map(({ kind }) => kind)).toEqual(['long_row']);
  expect(warnings.list[0]!.text).not.toContain('separator');
});

const CONTENT = xlsxParts(HEAD + row('a@x.example', '1'));
const without = (path: string) =>
  Object.fromEntries(Object.entries(CONTENT).filter(([part]) => part !== path));
const MANY =
  '<t:table-row t:number-rows-repeated="1000000"><t:table-cell t:number-columns-repeated="16000" o:value-type="string"><text:p>x</text:p></t:table-cell></t:table-row>';

test.each<[what: string, bytes: Uint8Array<ArrayBuffer>, says: RegExp]>([
  ['that is cut off', file('people.xlsx').slice(0, 5000), /is damaged or incomplete/],
  [
    'of nothing but its first bytes',
    new Uint8Array([0x50, 0x4b, 3, 4, 9, 9]),
    /is damaged or incomplete/,
  ],
  ['of broken XML', zip({ ...CONTENT, 'xl/worksheets/sheet1.xml': '<a><b></a>' }), /is damaged/],
  ['without its sheet', zip(without('xl/worksheets/sheet1.xml')), /sheet1\.xml is missing/],
  ['with a password, or an .xls', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), /has a password/],
  [
    'of .ods with a password',
    ods('', { 'META-INF/manifest.xml': '<m:encryption-data/>' }),
    /has a password/,
  ],
  ['that is a zip of others', zip({ 'export/people.csv': 'email\n' }), /Unzip it/],
  [
    'that is a text document',
    ods('', { mimetype: 'application/vnd.oasis.opendocument.text' }),
    /not a spreadsheet/,
  ],
  ['that unpacks to gigabytes', lieAboutSizes(zip(CONTENT), 3_000_000_000), /too large/],
  ['that unpacks to more than it says', lieAboutSizes(zip(CONTENT), 60), /is damaged/],
  ['that repeats a row a million times', ods(MANY), /too large to read at once/],
  [
    'with a cell at no place',
    zip(xlsxParts('<row><c r="ZZZZ1" t="str"><v>x</v></c></row>')),
    /too large to read at once/,
  ],
])(
  'a workbook %s is refused in a sentence, by the page and the program',
  async (_, bytes, says) => {
    const refused = await readFile(bytes).catch((cause: unknown) => cause);
    expect(refused).toBeInstanceOf(Unreadable);
    expect((refused as Error).message).toMatch(says);
    const failed = await openFile(await onDisk(bytes)).catch((cause: unknown) => cause);
    expect(failed).toBeInstanceOf(Failure);
    expect((failed as Error).message).toBe((refused as Error).message);
  },
);

test('a workbook with no row in it is told as such', async () => {
  expect(await readFile(zip(xlsxParts(HEAD)))).toBeNull();
  await expect(openFile(await onDisk(zip(xlsxParts(HEAD))))).rejects.toThrow(
    'No rows found in the sheet “People”',
  );
});
