import { readCondition, type Condition } from './conditions.ts';

/** The conditions of an address of version 0.1: project, match, status, param and in. */
export function readLegacy(url: URLSearchParams): Condition[] {
  const scope = url.get('in') ?? 'any';
  const match = url.get('match') ?? 'any';
  const projects = url.getAll('project');
  const statuses = url.getAll('status');
  const found = [
    projects.length > 0 &&
      readCondition({ field: 'project', operator: `${match}_of`, values: projects }),
    statuses.length > 0 && readCondition({ field: 'status', values: statuses, scope }),
    ...[...new Set(url.getAll('param'))].map((text) => {
      const at = text.indexOf('=');
      const [key, value] = [text.slice(0, at), text.slice(at + 1)];
      return at > 0 && readCondition({ field: 'param', key, values: [value], scope });
    }),
  ];
  return found.flatMap((condition) => (condition && condition.values.length > 0 ? condition : []));
}
