import { COLUMNS, paramOf, paramProjectOf, projectOf, type SortColumn } from '$lib/filters';

/** The name of a column, as its head says it. */
export function columnText(id: string, projects: readonly { id: string; name: string }[]): string {
  const nameOf = (project: string) =>
    projects.find((known) => known.id === project)?.name ?? 'unknown product';
  const [project, key, only] = [projectOf(id), paramOf(id), paramProjectOf(id)];
  if (project) return nameOf(project);
  if (key) return only ? `${key} in ${nameOf(only)}` : key;
  return COLUMNS[id]!.text;
}

/** The sort of a column, or null where it does not sort. */
export function sortOf(id: string): SortColumn | null {
  const key = paramOf(id);
  // Only sums over all projects are sorted by: what one project says has no index.
  if (key) return paramProjectOf(id) ? null : `param:${key}`;
  if (id === 'projects' || id === 'project_count') return 'project_count';
  return id === 'email' || id === 'last_activity_at' || id === 'first_seen_at' ? id : null;
}
