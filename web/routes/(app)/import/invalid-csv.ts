import Papa from 'papaparse';
import type { Table } from '$table/parse.ts';
import type { InvalidRow } from '$table/prepare.ts';

/** The rows that were not imported, as they were, with the line and the reasons behind each. */
export function invalidToCsv(table: Table, invalid: readonly InvalidRow[]): string {
  const data = invalid.map(({ at, reasons }) => [
    ...table.rows[at]!,
    String(table.lines[at]),
    reasons.join(' '),
  ]);
  return (
    '\ufeff' +
    Papa.unparse(
      { fields: [...table.columns, 'Line', 'Problem'], data },
      // Spreadsheets would run cells that begin like a formula.
      { escapeFormulae: true, newline: '\r\n' },
    ) +
    '\r\n'
  );
}
