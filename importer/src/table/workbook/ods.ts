import { Unreadable } from '../unreadable.ts';
import { withCurrency } from './formats.ts';
import { toDigits, toPercent } from './numbers.ts';
import type { Workbook } from './workbook.ts';
import { SheetRows } from './sheet-rows.ts';
import { readXml, type XmlReader } from './xml.ts';
import type { Zip } from './zip.ts';

const NAMES = 'urn:oasis:names:tc:opendocument:xmlns';
const ODS = {
  [`${NAMES}:office:1.0`]: 'office',
  [`${NAMES}:table:1.0`]: 'table',
  [`${NAMES}:text:1.0`]: 'text',
  [`${NAMES}:manifest:1.0`]: 'manifest',
};
/** Parts of a cell or a sheet that hold text which is not in a cell. */
const BESIDE = new Set(['office:annotation', 'table:shapes', 'table:tracked-changes']);

/** A workbook of LibreOffice, or of another program that writes .ods. */
export function openOds(zip: Zip): Workbook {
  const manifest = 'META-INF/manifest.xml';
  if (zip.has(manifest) && /<[\w:]*encryption-data\b/.test(zip.text(manifest))) {
    throw new Unreadable(
      'This spreadsheet has a password. Save it without one and choose it again.',
    );
  }
  if (zip.has('mimetype') && !zip.text('mimetype').includes('opendocument.spreadsheet')) {
    throw new Unreadable(
      'This is an office document, not a spreadsheet. Choose a .xlsx, .ods or .csv file.',
    );
  }
  const sheets = readSheets(zip.text('content.xml'));
  return {
    sheets: sheets.map(({ name }) => name),
    read: (at) => ({ records: sheets[at]!.rows.records, warnings: [] }),
  };
}

function readSheets(xml: string): { name: string; rows: SheetRows }[] {
  const reader = new SheetsReader();
  readXml(xml, ODS, reader);
  return reader.sheets;
}

class SheetsReader implements XmlReader {
  readonly sheets: { name: string; rows: SheetRows }[] = [];
  #line = 1;
  #repeatRow = 1;
  #cells: string[] = [];
  #at = 0;
  #cell: Record<string, string> | undefined;
  #text = '';
  #paragraphs = 0;
  /** How deep it is in tables inside of cells, and in what stands beside the cells. */
  #tables = 0;
  #beside = 0;
  #isParagraph = false;

  open(name: string, attributes: () => Record<string, string>): void {
    if (BESIDE.has(name)) this.#beside++;
    if (this.#beside > 0) return;
    if (name === 'table:table' && ++this.#tables === 1) {
      const title = attributes()['table:name'] ?? `Sheet ${this.sheets.length + 1}`;
      this.sheets.push({ name: title, rows: new SheetRows() });
      this.#line = 1;
    }
    if (this.#tables !== 1) return;
    switch (name) {
      case 'table:table-row':
        this.#repeatRow = countOf(attributes()['table:number-rows-repeated']);
        this.#cells = [];
        this.#at = 0;
        break;
      case 'table:table-cell':
      case 'table:covered-table-cell':
        this.#cell = { ...attributes() };
        this.#text = '';
        this.#paragraphs = 0;
        break;
      case 'text:p':
        if (this.#cell && this.#paragraphs++ > 0) this.#text += '\n';
        this.#isParagraph = true;
        break;
      case 'text:s':
        this.#text += ' '.repeat(Math.min(1000, countOf(attributes()['text:c'])));
        break;
      case 'text:tab':
        this.#text += '\t';
        break;
      case 'text:line-break':
        this.#text += '\n';
    }
  }

  close(name: string): void {
    if (BESIDE.has(name)) this.#beside--;
    if (this.#beside > 0) return;
    if (this.#tables === 1) this.#closeInSheet(name);
    if (name === 'table:table') this.#tables--;
  }

  text(part: string): void {
    if (this.#isParagraph && this.#beside === 0 && this.#tables === 1) this.#text += part;
  }

  #closeInSheet(name: string): void {
    const { rows } = this.sheets.at(-1)!;
    if (name === 'text:p') this.#isParagraph = false;
    else if (name === 'table:table-row') {
      rows.add(this.#cells, this.#line, this.#repeatRow);
      this.#line += this.#repeatRow;
    } else if (name === 'table:table-cell' || name === 'table:covered-table-cell') {
      const repeat = countOf(this.#cell?.['table:number-columns-repeated']);
      const text = name === 'table:table-cell' ? toText(this.#cell ?? {}, this.#text) : '';
      rows.put(this.#cells, this.#at, text, repeat);
      this.#at += repeat;
      this.#cell = undefined;
    }
  }
}

function toText(cell: Record<string, string>, shown: string): string {
  const value = cell['office:value'] ?? '';
  switch (cell['office:value-type']) {
    case 'float':
      // 02139 and 555-0100 are numbers to the program, and no numbers to people.
      return isMasked(shown, value) ? shown : toDigits(value);
    case 'percentage':
      return toPercent(value);
    case 'currency':
      return withCurrency(toDigits(value), cell['office:currency'] ?? '');
    case 'boolean':
      return cell['office:boolean-value'] === 'true' ? 'TRUE' : 'FALSE';
    case 'date':
      return (cell['office:date-value'] ?? shown).replace(/T00:00:00(\.0+)?$/, '');
    case 'time':
      return toClock(cell['office:time-value'] ?? '') ?? shown;
    default:
      return shown === '' ? (cell['office:string-value'] ?? '') : shown;
  }
}

/** True if a cell shows the digits of its number with zeros before them, or with marks between. */
function isMasked(shown: string, value: string): boolean {
  const digits = shown.replace(/[()\-/ ]/g, '');
  if (!/^\d+$/.test(digits) || !/^\d+$/.test(value)) return false;
  return shown !== value && BigInt(digits) === BigInt(value);
}

/** PT08H30M00S as 08:30:00. */
function toClock(duration: string): string | undefined {
  const parts = /^PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S$/.exec(duration)?.slice(1);
  return parts?.map((part) => part.padStart(2, '0')).join(':');
}

function countOf(attribute: string | undefined): number {
  const count = Number(attribute ?? 1);
  return Number.isInteger(count) && count > 0 ? count : 1;
}
