import type { Cell } from '$contract/csv.ts';
import type { Json } from '$lib/database.types.ts';
import { COLUMNS, columnsOf, paramOf, paramProjectOf, projectOf, type View } from '$lib/filters';
import { paramAt } from '$contract/param-at.ts';
import type { Customer, CustomerProject } from '$lib/server/customers.ts';
import type { Project } from '$lib/server/projects.ts';
import { columnText } from '../table/column-heads.ts';

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
  const person: CsvColumn[] = [
    { head: 'email', cell: ({ email }) => email },
    { head: 'name', cell: ({ name }) => name ?? '' },
    { head: 'tags', cell: ({ tags }) => tags.join(', ') },
  ];
  return [
    ...person,
    ...columnsOf(view, projects).flatMap(({ id }) => columnsFor(id, projects, keys)),
  ];
}

function columnsFor(id: string, projects: Project[], keys: KeysOfProjects): CsvColumn[] {
  const key = paramOf(id);
  const only = paramProjectOf(id);
  if (key && only) {
    return projects.filter(({ id }) => id === only).map((one) => paramColumn(one, key));
  }
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

function projectColumns(project: Project, keys: readonly string[]): CsvColumn[] {
  return [
    projectColumn(project, 'status', ({ status }) => status),
    projectColumn(project, 'first seen', ({ first_seen_at }) => toUtc(first_seen_at)),
    projectColumn(project, 'last activity', ({ last_activity_at }) => toUtc(last_activity_at)),
    ...keys.map((key) => paramColumn(project, key)),
  ];
}

function paramColumn(project: Project, key: string): CsvColumn {
  return projectColumn(project, key, ({ params }) => cellOf(paramAt(params, key)));
}

function projectColumn(
  { id, name }: Project,
  head: string,
  cell: (row: CustomerProject) => Cell,
): CsvColumn {
  return {
    head: `${name}: ${head}`,
    cell: ({ projects }) => {
      const row = projects.find(({ project_id }) => project_id === id);
      return row ? cell(row) : '';
    },
  };
}

/** As the table shows it: numbers of several products are added, and others stand side by side. */
function mergedParam({ projects }: Customer, key: string): Cell {
  const values = projects.flatMap(({ params }) => paramAt(params, key) ?? []);
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
