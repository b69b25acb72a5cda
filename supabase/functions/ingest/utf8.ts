import { Buffer } from 'node:buffer';

/** Whether `text` takes more than `limit` bytes in UTF-8. Counts only when its length leaves doubt. */
export function utf8LengthExceeds(text: string, limit: number): boolean {
  if (text.length > limit) return true;
  // A UTF-16 unit is never more than three bytes.
  if (text.length * 3 <= limit) return false;
  return Buffer.byteLength(text) > limit;
}
