import type { Mapping, ServiceFields } from '$contract/services.ts';
import type { Status } from '$contract/statuses.ts';

/** The fields of one service with what each becomes: the service's own, and what was changed. */
export function applied(standard: Omit<ServiceFields, 'own'>, mapping: Mapping) {
  return {
    statuses: { ...standard.statuses, ...mapping.statuses },
    params: { ...standard.params, ...mapping.params },
  };
}

/**
 * The mapping of a form, as far as it differs from the service's own. Its fields: `status:<word>`,
 * `param:<field>`, `count-tests`, and pairs of `own` and `own-param`, which begin as the service says.
 * An empty field leaves out.
 */
export function readMapping(form: FormData, standard: ServiceFields): Mapping {
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
  const countsTests = standard.marksTests && form.has('count-tests');
  return { statuses, params, ...(countsTests && { count_tests: true }) };
}
