import { COLUMNS, paramOf, projectOf, type SortColumn } from '$lib/filters';

/** The name of a column, as its head says it. */
export function columnText(id: string, projects: readonly { id: string; name: string }[]): string {
  const project = projectOf(id);
  if (project) return projects.find((known) => known.id === project)?.name ?? 'Unknown product';
  return paramOf(id) ?? COLUMNS[id]!.text;
}

/** The sort of a column, or null where it does not sort. */
export function sortOf(id: string): SortColumn | null {
  const key = paramOf(id);
  if (key) return `param:${key}`;
  if (id === 'projects' || id === 'project_count') return 'project_count';
  return id === 'email' || id === 'last_activity_at' || id === 'first_seen_at' ? id : null;
}
