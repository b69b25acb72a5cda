import type { Customer } from '$lib/server/customers.ts';
import type { Project } from '$lib/server/projects.ts';

/** The head of the table that rowsToCsv goes on with: what is known of a person, then each project. */
export function headToCsv(projects: Project[]): string {
  const heads = projects.flatMap(({ name }) => [
    `${name}: status`,
    `${name}: first seen`,
    `${name}: last activity`,
    `${name}: params`,
  ]);
  return toLine(['email', 'name', 'first seen', 'last activity', ...heads]);
}

/** One line for each customer. Times are ISO 8601 in UTC, params JSON. */
export function rowsToCsv(customers: Customer[], projects: Project[]): string {
  return customers.map((customer) => toLine(cellsOf(customer, projects))).join('');
}

function cellsOf(customer: Customer, projects: Project[]): string[] {
  const byId = new Map(customer.projects.map((row) => [row.project_id, row]));
  const cells = projects.flatMap(({ id }) => {
    const row = byId.get(id);
    if (!row) return ['', '', '', ''];
    const { status, first_seen_at, last_activity_at, params } = row;
    return [status, toUtc(first_seen_at), toUtc(last_activity_at), JSON.stringify(params)];
  });
  const { email, name, first_seen_at, last_activity_at } = customer;
  return [email, name ?? '', toUtc(first_seen_at), toUtc(last_activity_at), ...cells];
}

function toUtc(time: string): string {
  return new Date(time).toISOString();
}

function toLine(cells: string[]): string {
  return cells.map(quote).join(',') + '\r\n';
}

function quote(cell: string): string {
  // Spreadsheets would run these as formulas. https://owasp.org/www-community/attacks/CSV_Injection
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
