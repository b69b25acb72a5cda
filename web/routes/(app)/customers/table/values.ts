import { paramOf, paramProjectOf } from '$lib/filters';
import { formatAmount } from '$lib/format.ts';
import { paramAt } from '$contract/param-at.ts';
import { amountOf, currencyOf, textOf, type Reading } from '$lib/params.ts';
import type { Customer, CustomerProject } from '$lib/server/customers.ts';

const LOOKED_AT = 50;

/** The projects that a column of a param is about: all of a person's, or one. */
export function projectsIn(id: string, projects: CustomerProject[]): CustomerProject[] {
  const only = paramProjectOf(id);
  return only ? projects.filter(({ project_id }) => project_id === only) : projects;
}

/** The columns of numbers, by what the first rows hold: a head stands over its figures. */
export function numericColumns(
  columns: { id: string }[],
  customers: Customer[],
  reading: Reading,
): Set<string> {
  const first = customers.slice(0, LOOKED_AT);
  return new Set(columns.map(({ id }) => id).filter((id) => isNumeric(id, first, reading)));
}

function isNumeric(id: string, customers: Customer[], reading: Reading): boolean {
  if (id === 'project_count') return true;
  const key = paramOf(id);
  if (!key) return false;
  const shown = customers
    .map(({ projects }) => paramText(projectsIn(id, projects), key, reading))
    .filter(({ text }) => text !== '');
  return shown.length > 0 && shown.every(({ numeric }) => numeric);
}

/** The text of a param's column about one person, over all of these projects. */
export function paramText(
  projects: Pick<CustomerProject, 'params'>[],
  key: string,
  { money, timeZone }: Reading,
): { text: string; numeric: boolean } {
  const sent = projects
    .map(({ params }) => params)
    .filter((params) => paramAt(params, key) !== undefined);
  const values = sent.map((params) => paramAt(params, key)!);
  const amounts = sent.map((params) => amountOf(params, key, money));
  if (amounts.length > 0 && amounts.every((amount) => amount !== null)) {
    // Two currencies are never added.
    const sums = new Map<string, number>();
    sent.forEach((params, place) => {
      const currency = currencyOf(params, money) ?? '';
      sums.set(currency, (sums.get(currency) ?? 0) + amounts[place]!);
    });
    return {
      text: [...sums].map(([currency, sum]) => formatAmount(sum, currency)).join(' + '),
      numeric: true,
    };
  }
  if (values.length > 0 && values.every((value) => typeof value === 'number')) {
    const sum = values.reduce((total, value) => total + value, 0);
    return { text: formatAmount(sum), numeric: true };
  }
  const texts = values.map((value) => textOf(value, timeZone));
  return { text: [...new Set(texts)].join(', '), numeric: false };
}
