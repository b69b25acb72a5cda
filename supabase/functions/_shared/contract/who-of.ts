import { canonicalEmail } from './canonical-email.ts';
import { UUID } from './filters/conditions.ts';

/** The id and the email that the last part of a path names: one of them is null, and both where it names nobody. */
export function whoOf(part: string): [id: string | null, email: string | null] {
  const text = decode(part);
  if (UUID.test(text)) return [text, null];
  const read = canonicalEmail(text);
  return [null, 'email' in read ? read.email : null];
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
