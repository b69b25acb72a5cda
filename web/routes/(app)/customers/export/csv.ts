import type { Customer } from '$lib/server/customers.ts';
import { csvLine } from '$contract/csv.ts';
import type { CsvColumn } from './csv-columns.ts';

/** The first line of a file. */
export function headToCsv(columns: CsvColumn[]): string {
  return csvLine(columns.map(({ head }) => head));
}

/** One line for each customer. */
export function rowsToCsv(customers: Customer[], columns: CsvColumn[]): string {
  return customers.map((customer) => csvLine(columns.map(({ cell }) => cell(customer)))).join('');
}
