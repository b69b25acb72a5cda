import type { Json } from '../web/lib/database.types.ts';
import { orderParams } from '../web/lib/params.ts';

/** One customer as search_customers returns it. */
export interface Customer {
  email: string;
  name: string | null;
  projects: { project_id: string; status: string; params: Record<string, Json> }[];
}

/**
 * Customers as text: email, name and one badge a project on a line, each project's params under
 * it. `projectNames`: project id to name.
 */
export function customerTable(customers: Customer[], projectNames: Map<string, string>): string {
  const rows = customers.map((customer) => {
    const projects = customer.projects.map(({ project_id, ...rest }) => ({
      name: projectNames.get(project_id) ?? '?',
      ...rest,
    }));
    return { email: customer.email, name: customer.name ?? '', projects };
  });
  const emails = column(
    'Email',
    rows.map((row) => row.email),
  );
  const names = column(
    'Name',
    rows.map((row) => row.name),
  );

  const lines = rows.flatMap(({ email, name, projects }) => [
    `${emails(email)}${names(name)}${projects.map((p) => `[${p.name}: ${p.status}]`).join(' ')}`,
    ...projects.map((p) => `${emails('')}${names('')}${p.name}  ${paramsText(p.params)}`),
  ]);
  return [`${emails('Email')}${names('Name')}Products`, ...lines].join('\n');
}

/** Pads to the widest of the texts, and two spaces more. */
function column(heading: string, texts: string[]): (text: string) => string {
  const width = Math.max(heading.length, ...texts.map((text) => text.length)) + 2;
  return (text) => text.padEnd(width);
}

function paramsText(params: Record<string, Json>): string {
  const pairs = orderParams(params, 'mrr').map(
    ([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return pairs.join(', ') || 'no params';
}
