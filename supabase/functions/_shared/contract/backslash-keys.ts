/** Stands for a backslash in a key. Unicode promises that it is no character of any text. */
const STAND_IN = '\uFDD0';
/** A string as JSON writes it, and whether it is a key. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/gs;

/**
 * JSON whose keys hold no backslash. V8 takes a key that is written with an escape for a key with
 * backslashes that an earlier text had at the same place: after {"\\":1} it reads {"\n":2} as
 * {"\\":2}, whoever sent the two. So keys with backslashes never reach it; they are refused later.
 */
export function hideBackslashKeys(json: string): string {
  if (!json.includes('\\\\') && !/\\u005c/i.test(json)) return json;
  return json.replace(STRING, (string, colon?: string) =>
    colon === undefined
      ? string
      : string.replace(/\\(?:u([0-9a-f]{4})|.)/gis, (escape, code?: string) =>
          escape === '\\\\' || code?.toLowerCase() === '005c' ? STAND_IN : escape,
        ),
  );
}

/** The key as it was sent, when it held a backslash. */
export function backslashKey(key: string): string | null {
  return key.includes(STAND_IN) ? key.replaceAll(STAND_IN, '\\') : null;
}
