import type { Json } from '$lib/database.types.ts';

/** The text in which a value is edited where it stands. */
export function writeValue(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * The value that a text stands for in the place of `before`: a text stays one, a number and what is
 * nested stay of their kind where the text allows it. An empty text is null, which takes the param out.
 */
export function readValue(text: string, before: Json | undefined): Json {
  const typed = text.trim();
  if (typed === '') return null;
  if (typeof before === 'string') return typed;
  try {
    const value = JSON.parse(typed) as Json;
    if (typeof value !== 'string') return value;
  } catch {
    if (typeof before === 'object' && before !== null) {
      throw new Error('This is not JSON. Check commas, quotes and brackets.');
    }
  }
  return typed;
}
