import type { Json } from '$lib/database.types.ts';
import { COLUMNS, paramOf, projectOf, standardColumns, type View } from '$lib/filters';
import type { Customer, CustomerProject } from '$lib/server/customers.ts';
import type { Project } from '$lib/server/projects.ts';
import { columnText } from '../table/column-heads.ts';

export type Cell = string | number;

/** One column of an exported table. */
export interface CsvColumn {
  head: string;
  cell: (customer: Customer) => Cell;
}

/** The keys of the params of each project, by its id. */
export type KeysOfProjects = ReadonlyMap<string, readonly string[]>;

/**
 * The columns of a view as a file has them: who the person is, then what the table shows. A product is
 * a column for its status, its times and each of its params.
 */
export function csvColumns(view: View, projects: Project[], keys: KeysOfProjects): CsvColumn[] {
  const shown = view.columns ?? standardColumns(view.layout, projects);
  const person: CsvColumn[] = [
    { head: 'email', cell: ({ email }) => email },
    { head: 'name', cell: ({ name }) => name ?? '' },
    { head: 'tags', cell: ({ tags }) => tags.join(', ') },
  ];
  return [...person, ...shown.flatMap(({ id }) => columnsOf(id, projects, keys))];
}

function columnsOf(id: string, projects: Project[], keys: KeysOfProjects): CsvColumn[] {
  const key = paramOf(id);
  if (key) return [{ head: key, cell: (customer) => mergedParam(customer, key) }];
  const shown = id === 'projects' ? projects : projects.filter((one) => one.id === projectOf(id));
  if (shown.length > 0) return shown.flatMap((one) => projectColumns(one, keys.get(one.id) ?? []));
  const head = Object.hasOwn(COLUMNS, id) ? columnText(id, projects).toLowerCase() : id;
  if (id === 'project_count') return [{ head, cell: (customer) => customer.projects.length }];
  if (id === 'last_activity_at' || id === 'first_seen_at') {
    return [{ head, cell: (customer) => toUtc(customer[id]) }];
  }
  return [];
}

function projectColumns({ id, name }: Project, keys: readonly string[]): CsvColumn[] {
  const column = (head: string, cell: (row: CustomerProject) => Cell): CsvColumn => ({
    head: `${name}: ${head}`,
    cell: ({ projects }) => {
      const row = projects.find(({ project_id }) => project_id === id);
      return row ? cell(row) : '';
    },
  });
  return [
    column('status', ({ status }) => status),
    column('first seen', ({ first_seen_at }) => toUtc(first_seen_at)),
    column('last activity', ({ last_activity_at }) => toUtc(last_activity_at)),
    ...keys.map((key) => column(key, ({ params }) => cellOf(params[key]))),
  ];
}

/** As the table shows it: numbers of several products are added, and others stand side by side. */
function mergedParam({ projects }: Customer, key: string): Cell {
  const values = projects.flatMap(({ params }) =>
    Object.hasOwn(params, key) ? [params[key]] : [],
  );
  if (values.length > 0 && values.every((value) => typeof value === 'number')) {
    return values.reduce<number>((sum, value) => sum + (value as number), 0);
  }
  return values.length === 1 ? cellOf(values[0]) : [...new Set(values.map(cellOf))].join(', ');
}

function cellOf(value: Json | undefined): Cell {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

function toUtc(time: string): string {
  return new Date(time).toISOString();
}

/** The keys of the params that customers have, by project. */
export function keysOf(customers: Customer[]): KeysOfProjects {
  const keys = new Map<string, Set<string>>();
  for (const { project_id, params } of customers.flatMap(({ projects }) => projects)) {
    if (!keys.has(project_id)) keys.set(project_id, new Set());
    for (const key of Object.keys(params)) keys.get(project_id)!.add(key);
  }
  return new Map([...keys].map(([id, found]) => [id, [...found].sort()]));
}
