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
  ],
  trial: ['trial', 'trialing', 'trialling', 'on trial', 'in trial', 'free trial', 'demo'],
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
    'past_due',
    'past due',
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
    'incomplete_expired',
  ],
};
const BY_WORD = new Map(
  Object.entries(WORDS).flatMap(([status, words]) => words.map((word) => [word, status as Status])),
);

/** The status that a word of a spreadsheet or a billing system most likely stands for, or null. */
export function guessStatus(word: string): Status | null {
  // Notion and Airtable put a picture or a number before it.
  const plain = word.toLowerCase().replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return BY_WORD.get(plain) ?? null;
}
