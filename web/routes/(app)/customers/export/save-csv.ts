import type { View } from '$lib/filters';
import type { Customer } from '$lib/server/customers.ts';
import type { Project } from '$lib/server/projects.ts';
import { csvColumns, keysOf } from './csv-columns.ts';
import { headToCsv, rowsToCsv } from './csv.ts';

/** Saves customers that the page has as a file, like the export of a whole view. */
export function saveCsv(
  customers: Customer[],
  projects: Project[],
  view: View,
  fileName: string,
): void {
  const columns = csvColumns(view, projects, keysOf(customers));
  const text = '\ufeff' + headToCsv(columns) + rowsToCsv(customers, columns);
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  Object.assign(document.createElement('a'), { href: url, download: `${fileName}.csv` }).click();
  URL.revokeObjectURL(url);
}
