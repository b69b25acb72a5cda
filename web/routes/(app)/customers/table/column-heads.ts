import {
  COLUMNS,
  paramColumn,
  paramOf,
  paramProjectOf,
  projectOf,
  type SortColumn,
} from '$lib/filters';
import type { Project } from '$lib/server/projects.ts';

/** The name of a column, as its head says it. */
export function columnText(id: string, projects: readonly { id: string; name: string }[]): string {
  const nameOf = (project: string) =>
    projects.find((known) => known.id === project)?.name ?? 'unknown product';
  const [project, key, only] = [projectOf(id), paramOf(id), paramProjectOf(id)];
  if (project) return nameOf(project);
  if (key) return only ? `${key} in ${nameOf(only)}` : key;
  return COLUMNS[id]!.text;
}

/** The one project that a column is about, if it is about one. */
export function projectOfColumn(id: string, projects: readonly Project[]): Project | undefined {
  const only = projectOf(id) ?? paramProjectOf(id);
  return projects.find((project) => project.id === only);
}

/** The sort of a column, or null where it does not sort. */
export function sortOf(id: string): SortColumn | null {
  const key = paramOf(id);
  if (key) return paramColumn(key, paramProjectOf(id));
  if (id === 'projects' || id === 'project_count') return 'project_count';
  return id === 'email' || id === 'last_activity_at' || id === 'first_seen_at' ? id : null;
}
