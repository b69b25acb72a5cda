import type { ColumnUse } from '../mapping.ts';
import type { Recognize } from './known-export.ts';

const HEAD = ['email', 'name', 'tags'] as const;
/** What stands for one project behind its name and a colon, beside its params. */
const OF_PROJECT: Record<string, ColumnUse['use']> = {
  status: 'status',
  'first seen': 'created',
  'last activity': 'seen',
};
/** What is said of a person in all projects. */
const OF_ALL = new Set(['first seen', 'last activity', 'products used']);
const STATUS = /^(.*): status$/s;

/** The CSV of the customers page. Of several projects the first is read, as a file is for one. */
export const tinycrm: Recognize = (columns) => {
  const projects = columns.flatMap((column) => STATUS.exec(column)?.[1] ?? []);
  const [first, ...others] = projects;
  if (!HEAD.every((name, at) => columns[at] === name) || first === undefined) return null;
  const parts = columns.map((column) => {
    const project = projects.find((name) => column.startsWith(`${name}: `));
    return project === undefined ? null : { project, what: column.slice(project.length + 2) };
  });
  return {
    service: 'TinyCRM',
    uses: columns.map((column, at) => {
      if (at < HEAD.length) return HEAD[at];
      const part = parts[at];
      if (part) return part.project === first ? (OF_PROJECT[part.what] ?? 'param') : 'skip';
      return OF_ALL.has(column) ? 'skip' : undefined;
    }),
    keys: parts.map((part) => part?.what),
    statuses: { free: 'free', trial: 'trial', paid: 'paid', churned: 'churned' },
    note:
      others.length > 0
        ? `Using the columns of ${first}, not those of ${others.join(', ')}. Everyone in the file becomes a customer of this project: remove those who aren’t, or choose another product’s columns.`
        : undefined,
    isDoubt: others.length > 0,
  };
};

/** The rows that an import set aside, to be mended: two columns are ours. */
export const OF_INVALID_ROWS = ['Line', 'Problem'];
