import { utf8LengthExceeds } from './utf8.ts';

/** The canonical form, or what is wrong with the text, worded for the caller. */
export type CanonicalEmail = { email: string } | { problem: string };

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
// A top label starts with a letter: 192.0.2.1 is an address, not a domain.
const DOMAIN = `(?:${LABEL}\\.)+(?=[a-z])${LABEL}`;
const DOMAIN_ONLY = new RegExp(`^${DOMAIN}$`);
const PLAIN_EMAIL = new RegExp(`^[a-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@${DOMAIN}$`);
/** Spaces, controls, invisible and direction-changing characters, half characters. */
const INVISIBLE = /[\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;
/** Not the apostrophe: o'brien@example.com is somebody's address. */
const QUOTE_OR_BRACKET = /["`<>(),:;\\[\]]/;

/**
 * One form for one mailbox: ASCII space around it trimmed, A-Z lowercased, the domain as ASCII
 * (UTS-46). Dots and +tags stay, and nothing else is folded, so two people never become one.
 * Applying it twice gives the same.
 */
export function canonicalEmail(text: string): CanonicalEmail {
  const trimmed = trimAsciiSpace(text);
  if (trimmed.length > 254) return { problem: 'An email can be at most 254 characters.' };
  const email = trimmed.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  // Nearly every email. An xn-- label must be checked to be one that ToASCII makes.
  if (PLAIN_EMAIL.test(email) && !email.includes('xn--')) return { email };

  if (email === '') return { problem: 'The email is empty.' };
  if (INVISIBLE.test(email)) {
    return { problem: 'The email contains a space or an invisible character. Remove it.' };
  }
  // After lowercasing: J with a caron has no single character, j with a caron has one.
  if (email !== email.normalize('NFC')) {
    return { problem: 'The email isn’t in Unicode form NFC. Send email.normalize("NFC").' };
  }
  const [local, domain, ...rest] = email.split('@');
  if (!local || !domain || rest.length > 0) {
    return {
      problem: 'Not a valid email. It needs one @ with text on both sides, like alex@example.com.',
    };
  }
  if (QUOTE_OR_BRACKET.test(local)) {
    return {
      problem:
        'The part before @ contains a quote, bracket or other character that isn’t allowed in emails.',
    };
  }
  if (utf8LengthExceeds(local, 64)) {
    return { problem: 'The part before @ can be at most 64 bytes.' };
  }
  const ascii = domainToAscii(domain);
  if (ascii === null) {
    return { problem: 'The part after @ isn’t a domain like example.com.' };
  }
  const canonical = `${local}@${ascii}`;
  if (utf8LengthExceeds(canonical, 254)) return { problem: 'An email can be at most 254 bytes.' };
  return { email: canonical };
}

/** Not a regular expression: `/ +$/` takes quadratic time on a long run of spaces. */
function trimAsciiSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isAsciiSpace(text.charCodeAt(start))) start++;
  while (end > start && isAsciiSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isAsciiSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** UTS-46 ToASCII, or null. The URL parser has it, and takes much that is no domain: checked on both sides. */
function domainToAscii(domain: string): string | null {
  if (/[\0-\x7f]/.test(domain.replace(/[a-z0-9.-]+/g, ''))) return null;
  try {
    const ascii = new URL(`http://${domain}`).hostname;
    return DOMAIN_ONLY.test(ascii) ? ascii : null;
  } catch {
    return null;
  }
}
