import { textOf } from '$lib/params.ts';
import type { CustomerProject } from '$lib/server/customers.ts';

/** The text of a param's column about one person, over all their projects. */
export function paramText(
  projects: CustomerProject[],
  key: string,
): { text: string; numeric: boolean } {
  const values = projects.flatMap(({ params }) =>
    Object.hasOwn(params, key) ? [params[key]!] : [],
  );
  if (values.length > 0 && values.every((value) => typeof value === 'number')) {
    const sum = values.reduce((total, value) => total + value, 0);
    return { text: number.format(sum), numeric: true };
  }
  return { text: [...new Set(values.map(textOf))].join(', '), numeric: false };
}

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
