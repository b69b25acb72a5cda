/** A cursor as callers get it: the sort value and the id of a row, which mean nothing to them. */
export function cursorOf(json: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(json)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** What cursorOf was given, or null where it never made this. As text: JSON would lose digits of a long number. */
export function textOfCursor(cursor: string): string | null {
  try {
    const bytes = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
    const text = new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(bytes, (char) => char.charCodeAt(0)),
    );
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.length === 2 ? text : null;
  } catch {
    return null;
  }
}
