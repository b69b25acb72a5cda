// With the slash it is the package, and not the module of Node that goes away.
import { toASCII, toUnicode } from 'punycode/';

/** An email as people write it: its domain in letters, `ann@münchen.example`, where it is stored as `xn--…`. */
export function shownEmail(email: string): string {
  if (!email.includes('xn--')) return email;
  try {
    const shown = toUnicode(email);
    return toASCII(shown) === email ? shown : email;
  } catch {
    return email;
  }
}
