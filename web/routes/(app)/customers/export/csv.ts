import type { Customer } from '$lib/server/customers.ts';
import type { Cell, CsvColumn } from './csv-columns.ts';

/** The first line of a file. */
export function headToCsv(columns: CsvColumn[]): string {
  return toLine(columns.map(({ head }) => head));
}

/** One line for each customer. */
export function rowsToCsv(customers: Customer[], columns: CsvColumn[]): string {
  return customers.map((customer) => toLine(columns.map(({ cell }) => cell(customer)))).join('');
}

function toLine(cells: Cell[]): string {
  return cells.map(quote).join(',') + '\r\n';
}

function quote(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  // Spreadsheets would run these as formulas. https://owasp.org/www-community/attacks/CSV_Injection
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
