const encoder = new TextEncoder();

/**
 * True if `text` takes more than `limit` bytes in UTF-8. Counts only when its length leaves doubt,
 * and without Buffer: the import page of the dashboard reads rows by the same rules.
 */
export function utf8LengthExceeds(text: string, limit: number): boolean {
  if (text.length > limit) return true;
  // A UTF-16 unit is never more than three bytes.
  if (text.length * 3 <= limit) return false;
  return encoder.encode(text).length > limit;
}
