import type { Value } from './service.ts';

/** The founder's own fields at the service, by names like `metadata.team`. Lists and objects are left out. */
export function ownFields(
  prefix: string,
  own: Readonly<Record<string, unknown>> | null | undefined,
): Record<string, Value> {
  const fields: Record<string, Value> = {};
  for (const [key, value] of Object.entries(own ?? {})) {
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) {
      fields[prefix + key] = value as Value;
    }
  }
  return fields;
}
