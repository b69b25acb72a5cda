import { csvLine, type Cell } from '../_shared/contract/csv.ts';
import { paramAt } from '../_shared/contract/param-at.ts';

/** A person, as the SQL function read.feed_rows gives one. */
export interface Person {
  id: string;
  email: string;
  name: string | null;
  first_seen_at: string | null;
  last_activity_at: string | null;
  tags: string[];
  projects: { id: string; status: string; params: Record<string, unknown> }[];
}

/** A project, with the keys of its params. */
export interface FeedProject {
  id: string;
  name: string;
  keys: string[];
}

interface Column {
  head: string;
  cell: (person: Person) => Cell;
}

const PERSON: Column[] = [
  { head: 'email', cell: ({ email }) => email },
  { head: 'name', cell: ({ name }) => name ?? '' },
  { head: 'tags', cell: ({ tags }) => tags.join(', ') },
  { head: 'last activity', cell: ({ last_activity_at }) => toUtc(last_activity_at) },
  { head: 'first seen', cell: ({ first_seen_at }) => toUtc(first_seen_at) },
];

/** How a feed is written as CSV: its first line, and one for each person. The statuses come first: params may be added later. */
export function feedCsv(projects: FeedProject[]) {
  const columns = [
    ...PERSON,
    ...projects.map(({ id, name }) => column(id, `${name}: status`, ({ status }) => status)),
    ...projects.flatMap(({ id, name, keys }) =>
      keys.map((key) =>
        column(id, `${name}: ${key}`, ({ params }) => cellOf(paramAt(params, key))),
      ),
    ),
  ];
  return {
    head: csvLine(columns.map(({ head }) => head)),
    lineOf: (person: Person) => csvLine(columns.map(({ cell }) => cell(person))),
  };
}

function column(
  project: string,
  head: string,
  cell: (badge: Person['projects'][number]) => Cell,
): Column {
  return {
    head,
    cell: ({ projects }) => {
      const badge = projects.find(({ id }) => id === project);
      return badge ? cell(badge) : '';
    },
  };
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

function toUtc(time: string | null): string {
  return time === null ? '' : new Date(time).toISOString();
}
