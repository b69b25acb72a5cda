import type { Mapping } from '../../../supabase/functions/receive/mapping.ts';
import type { Source, Status } from '../../../supabase/functions/receive/service.ts';

type Standard = Pick<Source, 'statuses' | 'params' | 'own'>;

/** The fields of one service with what each becomes: the source's own, and what was changed. */
export function applied(standard: Omit<Standard, 'own'>, mapping: Mapping) {
  return {
    statuses: { ...standard.statuses, ...mapping.statuses },
    params: { ...standard.params, ...mapping.params },
  };
}

/**
 * What a form says that differs from the source. Its fields: `status:<word>`, `param:<field>`, and
 * pairs of `own` and `own-param`, which begin as the source says. Empty leaves out.
 */
export function readMapping(form: FormData, standard: Standard): Mapping {
  const statuses: Record<string, Status | null> = {};
  const params: Record<string, string | null> = {};
  for (const [name, value] of form) {
    const text = String(value).trim();
    const [kind, key] = [name.slice(0, name.indexOf(':')), name.slice(name.indexOf(':') + 1)];
    if (kind === 'status' && (text || null) !== (standard.statuses[key] ?? null)) {
      statuses[key] = (text || null) as Status | null;
    }
    if (kind === 'param' && (text || null) !== (standard.params[key] ?? null)) {
      // A field of the founder's own that becomes nothing need not be remembered.
      if (text || Object.hasOwn(standard.params, key)) params[key] = text || null;
    }
  }
  const names = form.getAll('own-param');
  form.getAll('own').forEach((field, i) => {
    const [key, name] = [String(field).trim(), String(names[i] ?? '').trim()];
    if (name && standard.own.some((prefix) => key.startsWith(prefix))) params[key] = name;
  });
  return { statuses, params };
}
