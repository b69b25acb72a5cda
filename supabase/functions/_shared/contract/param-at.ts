/** The value of a key of params. Where none has this name, a dot in it leads into an object. */
export function paramAt<Value>(
  params: Record<string, Value | undefined>,
  key: string,
): Value | undefined {
  if (Object.hasOwn(params, key)) return params[key];
  let value: unknown = params;
  for (const part of key.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part))
      return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value as Value;
}
