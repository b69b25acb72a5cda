import type { Status } from '../../../supabase/functions/_shared/contract/statuses.ts';

export type { Status };

const WORDS: Record<Status, string[]> = {
  free: [
    'free',
    'lead',
    'freemium',
    'basic',
    'registered',
    'signed up',
    'none',
    'prospect',
    'guest',
    // Who waits uses it without paying, as far as a status goes: docs/start/concepts.md.
    'waitlist',
    'waitlisted',
    'on waitlist',
    'on the waitlist',
    'kostenlos',
    'gratuit',
    'gratis',
  ],
  trial: [
    'trial',
    'trialing',
    'trialling',
    'on trial',
    'in trial',
    'free trial',
    'demo',
    'essai',
    'prueba',
    'testphase',
  ],
  paid: [
    'paid',
    'paying',
    'active',
    'customer',
    'subscriber',
    'subscribed',
    'won',
    'live',
    'premium',
    'pro',
    'past due',
    'delinquent',
    'grace period',
    'in grace period',
    // Paid for until its end.
    'non renewing',
    'pending cancellation',
    'pending cancel',
    'active patron',
    'aktiv',
    'actif',
    'activo',
    'ativo',
    'attivo',
  ],
  churned: [
    'churned',
    'churn',
    'canceled',
    'cancelled',
    'inactive',
    'expired',
    'lost',
    'unsubscribed',
    'refunded',
    'ended',
    'former',
    'unpaid',
    'paused',
    'incomplete expired',
    'trial expired',
    'former patron',
    'trial ended',
    'suspended',
    'terminated',
    'deactivated',
    'deleted',
    'closed',
    'gekündigt',
    'inaktiv',
    'résilié',
    'annulé',
    'inactif',
    'cancelado',
    'inactivo',
    'inativo',
    'annullato',
  ],
};
const BY_WORD = new Map(
  Object.entries(WORDS).flatMap(([status, words]) => words.map((word) => [word, status as Status])),
);

/** The status that a word of a spreadsheet or a billing system most likely stands for, or null. */
export function guessStatus(word: string): Status | null {
  // Notion and Airtable put a picture or a number before it.
  const plain = word
    .toLowerCase()
    // As the database of WooCommerce has them.
    .replace(/^wc-/, '')
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
    .replace(/[_-]/g, ' ');
  return BY_WORD.get(plain) ?? null;
}

/** Words of mailing lists: whoever takes a newsletter does not pay for it. */
const NEWSLETTER =
  /^(non-?|un)?subscribed$|^(cleaned|bounced|complained|unconfirmed|cold|transactional|archived)$/i;
/** What lists call people who take it or no longer do, as billing systems do too. */
const OF_BOTH = /^(active|inactive|confirmed|cancell?ed)$/i;
const OF_LISTS_ONLY = /^(unsubscribed|cleaned|bounced|complained|unconfirmed|cold)$/i;

/**
 * True if a column says who takes a newsletter, and nothing else. `isOfList`: other columns of the file are
 * those of a mailing list.
 */
export function areNewsletterWords(cells: string[], isOfList = false): boolean {
  const words = cells.map((word) => word.trim());
  if (words.length === 0) return false;
  if (words.every((word) => NEWSLETTER.test(word))) return true;
  return (
    (isOfList || words.some((word) => OF_LISTS_ONLY.test(word))) &&
    words.every((word) => NEWSLETTER.test(word) || OF_BOTH.test(word))
  );
}
