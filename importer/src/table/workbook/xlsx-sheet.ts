import type { ReadWarning } from '../warnings.ts';
import type { Format } from './formats.ts';
import { toDigits } from './numbers.ts';
import { SheetRows } from './sheet-rows.ts';
import type { Sheet } from './workbook.ts';
import { unescape, XLSX } from './xlsx-names.ts';
import { readXml } from './xml.ts';

/** A cell while it is read. */
interface Cell {
  at: number;
  type: string;
  style: number;
  value: string;
  isFormula: boolean;
}

/** The rows of a sheet of an .xlsx file. */
export function readXlsxSheet(xml: string, strings: string[], formats: Format[]): Sheet {
  const rows = new SheetRows();
  const warnings: ReadWarning[] = [];
  let line = 0;
  let cells: string[] = [];
  let next = 0;
  let cell: Cell | undefined;
  let isValue = false;
  let isSound = false;

  readXml(xml, XLSX, {
    open(name, attributes) {
      switch (name) {
        case 'x:row': {
          const { r } = attributes();
          line = r ? Number(r) : line + 1;
          cells = [];
          next = 0;
          break;
        }
        case 'x:c': {
          const { r, s = '0', t = 'n' } = attributes();
          const at = r ? columnOf(r) : next;
          next = at + 1;
          cell = { at, type: t, style: Number(s), value: '', isFormula: false };
          break;
        }
        case 'x:f':
          if (cell) cell.isFormula = true;
          break;
        case 'x:rPh':
          isSound = true;
          break;
        case 'x:v':
        case 'x:t':
          isValue = !isSound;
      }
    },
    close(name) {
      switch (name) {
        case 'x:row':
          rows.add(cells, line);
          break;
        case 'x:c':
          if (!cell) break;
          if (cell.isFormula && cell.value === '' && cell.type === 'n') {
            warnings.push(withoutResult(cell.at, line));
          }
          rows.put(cells, cell.at, toText(cell, strings, formats));
          cell = undefined;
          break;
        case 'x:rPh':
          isSound = false;
          break;
        case 'x:v':
        case 'x:t':
          isValue = false;
      }
    },
    text(part) {
      if (isValue && cell) cell.value += part;
    },
  });
  return { records: rows.records, warnings };
}

function toText({ type, style, value }: Cell, strings: string[], formats: Format[]): string {
  switch (type) {
    case 's':
      return strings[Number(value)] ?? '';
    case 'b':
      return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
    case 'n':
      return value === '' ? '' : (formats[style] ?? toDigits)(value);
    case 'd':
      return value.replace(/T00:00:00(\.0+)?Z?$/, '');
    default:
      return unescape(value);
  }
}

/** The place of a column, from 0, by the letters of a cell: B of B12 is 1. */
function columnOf(cell: string): number {
  let at = 0;
  for (const letter of cell) {
    const code = letter.charCodeAt(0);
    if (code < 65 || code > 90) break;
    at = at * 26 + code - 64;
  }
  return at - 1;
}

function withoutResult(at: number, line: number): ReadWarning {
  let letters = '';
  for (let n = at + 1; n > 0; n = Math.floor((n - 1) / 26)) {
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  }
  return {
    kind: 'formula',
    line,
    text: `${letters}${line} is a formula whose result is not in the file: the cell is read as empty. Open the file in a spreadsheet program, save it, and choose it again.`,
    isDoubt: true,
  };
}
