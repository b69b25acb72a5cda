import type { ColumnUse } from '../mapping.ts';
import type { Recognize } from './known-export.ts';

const HEAD = ['email', 'name', 'first seen', 'last activity'];
/** What stands for one project behind its name and a colon. */
const OF_PROJECT: Record<string, ColumnUse['use']> = {
  status: 'status',
  'first seen': 'created',
  'last activity': 'seen',
  params: 'params',
};
const COLUMN = /^(.*): (status|first seen|last activity|params)$/s;

/** The CSV of the customers page. Of several projects the first is read, as a file is for one. */
export const tinycrm: Recognize = (columns) => {
  const parts = columns.map((column) => COLUMN.exec(column));
  const projects = [...new Set(parts.flatMap((part) => (part ? [part[1]!] : [])))];
  if (!HEAD.every((name, at) => columns[at] === name) || projects.length === 0) return null;
  const [first, ...others] = projects;
  return {
    service: 'TinyCRM',
    uses: columns.map((column, at) => {
      if (at < 2) return column as 'email' | 'name';
      if (at < HEAD.length) return 'skip';
      const [, project, what] = parts[at] ?? [];
      return project === first ? OF_PROJECT[what!] : 'skip';
    }),
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
