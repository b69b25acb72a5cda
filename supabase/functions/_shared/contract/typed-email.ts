import { canonicalEmail } from './canonical-email.ts';

/** An email as a person types it, in the form that it is stored in; a text that is no email as it is. */
export function typedEmail(typed: string): string {
  const text = typed.trim().normalize('NFC');
  const canonical = canonicalEmail(text);
  return 'email' in canonical ? canonical.email : text;
}

/** A text to look for in emails: what comes after an @ as it is stored, `ann@münchen.example` and `@münchen.example`. */
export function typedSearch(typed: string): string {
  const at = typed.lastIndexOf('@');
  if (at < 0 || !/[^\0-\x7f]/.test(typed.slice(at))) return typed;
  return typed.slice(0, at) + typedEmail(`a${typed.slice(at)}`).slice(1);
}
