import { cleanText, UUID } from '$contract/filters/conditions.ts';
import { paramOf, paramProjectOf } from '$contract/filters/param-column.ts';

/** One column of the table besides the person, who is always there. */
export interface Column {
  /** A name of COLUMNS, `project:<id>`, `param:<key>`, or `param@<project>:<key>` for one project. */
  id: string;
  /** In pixels; null is as wide as such a column is by itself. */
  width: number | null;
  pinned: boolean;
}

export type Layout = 'badges' | 'grid';
/** Whether the params stand under each badge. */
export type Density = 'full' | 'compact';

export const COLUMNS: Record<string, { text: string; width: number }> = {
  email: { text: 'Email', width: 212 },
  projects: { text: 'Products', width: 420 },
  project_count: { text: 'Products used', width: 124 },
  tags: { text: 'Tags', width: 180 },
  last_activity_at: { text: 'Last activity', width: 116 },
  first_seen_at: { text: 'First seen', width: 120 },
};
export const LEAST_WIDTH = 72;
export const MOST_WIDTH = 640;
const PARAM_WIDTH = 120;
const PROJECT_WIDTH = 172;
const MAX_COLUMNS = 40;

/** The columns that a layout has until others are chosen. */
export function standardColumns(layout: Layout, projects: { id: string }[]): Column[] {
  const ids =
    layout === 'grid'
      ? [...projects.map(({ id }) => `project:${id}`), 'last_activity_at']
      : ['email', 'projects', 'last_activity_at', 'first_seen_at'];
  return ids.map((id) => ({ id, width: null, pinned: false }));
}

export function widthOf({ id, width }: Column): number {
  if (width) return width;
  if (id.startsWith('project:')) return PROJECT_WIDTH;
  return COLUMNS[id]?.width ?? PARAM_WIDTH;
}

export function resizeColumn(columns: Column[], id: string, width: number): Column[] {
  return columns.map((column) =>
    column.id === id ? { ...column, width: clampWidth(width) } : column,
  );
}

/** Puts a column where another is, which makes room toward where it came from. */
export function moveColumn(columns: Column[], id: string, onto: string): Column[] {
  const from = columns.findIndex((column) => column.id === id);
  const to = columns.findIndex((column) => column.id === onto);
  return columns.toSpliced(from, 1).toSpliced(to, 0, columns[from]!);
}

/** The project of a column of the grid, or null for any other. */
export function projectOf(id: string): string | null {
  return id.startsWith('project:') ? id.slice('project:'.length) : null;
}

/** `email*p,param:mrr*120,tags*p200`: after a star whether it is pinned, and its width. */
export function formatColumns(columns: Column[]): string {
  return columns
    .map(({ id, width, pinned }) => {
      const look = (pinned ? 'p' : '') + (width ?? '');
      return escape(id) + (look && `*${look}`);
    })
    .join(',');
}

export function parseColumns(text: string | null): Column[] | null {
  if (text === null) return null;
  const columns = text.split(',').slice(0, MAX_COLUMNS).flatMap(parseColumn);
  const distinct = columns.filter(
    ({ id }, index) => columns.findIndex((column) => column.id === id) === index,
  );
  return distinct.length > 0 ? distinct : null;
}

function parseColumn(text: string): Column[] {
  const [, escaped, pin, width] = /^([^*]+)(?:\*(p?)(\d{2,3})?)?$/.exec(text) ?? [];
  if (!escaped) return [];
  const id = unescape(escaped);
  const project = projectOf(id) ?? paramProjectOf(id);
  const known = Object.hasOwn(COLUMNS, id) || paramOf(id) || projectOf(id);
  if (project !== null && !UUID.test(project)) return [];
  if (!known || cleanText(id) !== id) return [];
  return [{ id, width: width ? clampWidth(Number(width)) : null, pinned: pin === 'p' }];
}

export function clampWidth(width: number): number {
  return Math.round(Math.min(Math.max(width, LEAST_WIDTH), MOST_WIDTH));
}

const escape = (id: string) => id.replace(/[%,*]/g, encode);
const encode = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
function unescape(text: string): string {
  return text.replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}
