const PARAM = /^param(?:@(?<project>[0-9a-f-]{36}))?:(?<key>.+)$/is;

/** The key of a column of params, or null for any other. */
export function paramOf(id: string): string | null {
  return PARAM.exec(id)?.groups!.key ?? null;
}

/** The one project of a column of params, or null where it is of all of them. */
export function paramProjectOf(id: string): string | null {
  return PARAM.exec(id)?.groups!.project ?? null;
}

export type ParamColumn = `param:${string}` | `param@${string}:${string}`;

/** The column of a param, in one project or in all. */
export function paramColumn(key: string, project: string | null = null): ParamColumn {
  return project ? `param@${project}:${key}` : `param:${key}`;
}
