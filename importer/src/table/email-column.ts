import type { ColumnProfile } from './profile.ts';
import type { ReadWarning } from './warnings.ts';

/** The column that tells who is who, -1 for none, and what to say when others look like it. */
export interface EmailChoice {
  at: number;
  warning?: ReadWarning;
}

const WORD = '(e[ _-]?)?mail([ _-]?(address|id))?';
/** Names of the customer's email column, the plainest first; the first that fits counts. */
const RANKS: RegExp[] = [
  new RegExp(`^(${WORD}|(e[ _-]?)?mail[ _-]?adresse|courriel|correo([ _-]electr[oó]nico)?)$`, 'i'),
  new RegExp(
    `^(customer|contact|user|member|subscriber|buyer|client|account|primary|main|your)[ _-]?(contact[ _-]?)?${WORD}$`,
    'i',
  ),
];

/** True if a column of this name holds the emails of its people, and nobody else’s. */
export function isEmailName(name: string): boolean {
  return RANKS.some((pattern) => pattern.test(name.trim()));
}

const SAYS_EMAIL = /e[ _-]?mail|^mail/i;
/** Emails of somebody else, or another one of the customer. */
const OF_OTHERS =
  /refer|parent|manager|owner|sales|\brep\b|agent|assign|invited?[ _-]?by|inviter|created|updated|modified|added|approv|sender|\bcc\b|bcc|support|second|alternat|backup|recovery|other|old|previous|former|friend|partner/i;

/**
 * Chooses by name first: the column called exactly Email before "Customer email", that before any other
 * name with email in it, that before a name that says nothing, and all of them before the email of
 * somebody else. Of equals the first one.
 */
export function chooseEmail(columns: string[], profiles: ColumnProfile[]): EmailChoice {
  const candidates = columns.flatMap((name, at) => {
    const share = profiles[at]!.emailShare;
    // A column of that name may hold some that are wrong; they are told row by row.
    if (share <= (SAYS_EMAIL.test(name) ? 0.1 : 0.5)) return [];
    return [{ at, name, share, rank: rankOf(name.trim()) }];
  });
  const [first, ...others] = candidates.sort(
    (a, b) => a.rank - b.rank || (a.rank === UNNAMED ? b.share - a.share : 0) || a.at - b.at,
  );
  if (!first) return { at: -1 };
  if (others.length === 0 && first.rank !== OTHERS) return { at: first.at };

  const isSure = first.rank < UNNAMED && others.every(({ rank }) => rank > first.rank);
  return {
    at: first.at,
    warning: { kind: 'email_column', text: explain(first, others, isSure), isDoubt: !isSure },
  };
}

const UNNAMED = RANKS.length + 1;
const OTHERS = RANKS.length + 2;

function rankOf(name: string): number {
  const plain = name.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2');
  const rank = RANKS.findIndex((pattern) => pattern.test(plain));
  if (rank !== -1) return rank;
  if (OF_OTHERS.test(plain)) return OTHERS;
  return SAYS_EMAIL.test(plain) ? RANKS.length : UNNAMED;
}

function explain(
  first: { name: string; rank: number },
  others: { name: string }[],
  isSure: boolean,
): string {
  const name = `“${first.name}”`;
  if (others.length === 0) {
    return `${name} is the only column with emails, so it’s used as the customer’s email. Its name suggests someone else’s email: rows that share one would become one customer.`;
  }
  const rest = others.map((other) => `“${other.name}”`).join(', ');
  const why = isSure
    ? 'because its name is the clearest'
    : first.rank === UNNAMED
      ? 'because it has the most, and no name tells which one to use'
      : 'because it comes first, and the names don’t tell which one to use';
  return `${name} is used as the customer’s email, ${why}. ${rest} ${others.length === 1 ? 'has' : 'have'} emails too.`;
}
