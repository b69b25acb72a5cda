/** Longer values say nothing to an assistant that the dashboard would not say better. */
const MAX_CHARACTERS = 300;
const MAX_PARAMS = 40;

/**
 * Control characters, and those that are not seen: they turn text around, or hide a second text from
 * people. Joiners stay: Persian names and some emoji have them.
 */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}]+|(?![\u200c\u200d])\p{Cf}|[\u{e0100}-\u{e01ef}]|\p{Co}/gu;

/** A text that a stranger wrote, without what cannot be seen in it, and no longer than it may be. */
export function cleanText(text: string): string {
  const seen = text
    .toWellFormed()
    .replace(UNSEEN, (found) => (/^[\t\n\v\f\r\u0085\u2028\u2029]+$/.test(found) ? ' ' : ''));
  const characters = [...seen];
  if (characters.length <= MAX_CHARACTERS) return seen;
  return `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…`;
}

/** The same value with every text in it cleaned, keys included. */
export function clean<Value>(value: Value): Value;
export function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map((item: unknown) => clean(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [cleanText(key), clean(item as unknown)]),
  );
}

/** Params as they are told: the first of them, and what is long as the beginning of its JSON. */
export function cleanParams(params: Record<string, unknown>) {
  const all = Object.entries(params);
  const told = all.slice(0, MAX_PARAMS).map(([key, value]) => {
    const cleaned = clean(value);
    const json = typeof cleaned === 'object' ? JSON.stringify(cleaned) : '';
    return [cleanText(key), json.length > MAX_CHARACTERS ? cleanText(json) : cleaned];
  });
  return {
    params: Object.fromEntries(told) as Record<string, unknown>,
    ...(all.length > MAX_PARAMS && { params_left_out: all.length - MAX_PARAMS }),
  };
}
