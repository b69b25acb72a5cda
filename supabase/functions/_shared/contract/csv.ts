/** The value of a cell. */
export type Cell = string | number;

/** A line of a CSV file (RFC 4180). */
export function csvLine(cells: Cell[]): string {
  return cells.map(quote).join(',') + '\r\n';
}

function quote(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  // Spreadsheets would run these as formulas. https://owasp.org/www-community/attacks/CSV_Injection
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
