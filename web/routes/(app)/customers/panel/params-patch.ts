import type { Json } from '$lib/database.types.ts';

export type Params = Record<string, Json>;

/** Params as somebody may edit them. */
export function writeParams(params: Params): string {
  return JSON.stringify(params, null, 2);
}

/**
 * The patch from the params that were shown to those that were written: changed and new ones, and
 * null for each that was taken out. Throws an Error with a sentence for the reader if they are not
 * params.
 */
export function readParamsPatch(before: string, after: string): Params {
  const old = readObject(before);
  const edited = readObject(after);
  const patch: Params = {};
  for (const key of Object.keys(old)) if (!Object.hasOwn(edited, key)) patch[key] = null;
  for (const [key, value] of Object.entries(edited)) {
    if (JSON.stringify(old[key]) !== JSON.stringify(value)) patch[key] = value;
  }
  return patch;
}

function readObject(text: string): Params {
  let value: unknown;
  try {
    value = JSON.parse(text || '{}');
  } catch {
    throw new Error('The params are not JSON. Check commas, quotes and brackets.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error('Params are an object, like {"plan": "pro"}.');
  }
  return value as Params;
}
