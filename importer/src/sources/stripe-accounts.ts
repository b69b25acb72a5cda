import { total } from '../../../supabase/functions/_shared/contract/amounts.ts';
import {
  monthlyAmount,
  type StripeItem,
} from '../../../supabase/functions/_shared/contract/stripe-amounts.ts';
import type { Status } from '../../../supabase/functions/_shared/contract/statuses.ts';

/** A subscription, with the fields that are read. */
export interface StripeSubscription {
  id: string;
  customer: string;
  status: string;
  created: number;
  trial_end: number | null;
  pause_collection?: object | null;
  items: { data: StripeItem[] };
}

/** The subscriptions of one person, taken together. */
export interface Account {
  /** The customer of Stripe whom the best of them is of. */
  customer: string;
  status: Status;
  mrr: number;
  currency?: string;
  plan?: string;
  /** The time at which the best of them began, in seconds since 1970. */
  since: number;
  trialEnd?: number;
}

const STATUS: Record<string, Status> = {
  active: 'paid',
  // Stripe still tries to charge the card.
  past_due: 'paid',
  trialing: 'trial',
  canceled: 'churned',
  unpaid: 'churned',
  incomplete_expired: 'free',
  incomplete: 'free',
  paused: 'churned',
};
/** The worst status first: somebody who pays for one thing pays, whatever ended. */
const RANK: Status[] = ['free', 'churned', 'trial', 'paid'];

/** The account that one subscription makes. `products` has the names by id. */
export function toAccount(
  { customer, status, created, trial_end, pause_collection, items }: StripeSubscription,
  products: Map<string, string>,
): Account {
  const meant = STATUS[status] ?? 'free';
  const [first] = items.data;
  const currency = first?.price.currency;
  // Sums of different currencies mean nothing: that of the first item is counted.
  // While collection is paused Stripe leaves the status as it is and collects nothing.
  const isFree = Boolean(pause_collection) && status === 'active';
  const counted = meant === 'paid' && !isFree ? items.data : [];
  const same = counted.filter(({ price }) => price.currency === currency);
  return {
    ...{ customer, status: meant, currency, since: created },
    mrr: total(same.map(monthlyAmount), currency),
    plan: first && (first.price.nickname ?? products.get(first.price.product) ?? first.price.id),
    trialEnd: meant === 'trial' ? (trial_end ?? undefined) : undefined,
  };
}

/**
 * The sum of two accounts: the better one, the newer of two alike, and the sum of what is paid in
 * its currency.
 */
export function addAccounts(a: Account, b: Account): Account {
  const rank = RANK.indexOf(b.status) - RANK.indexOf(a.status);
  const [best, other] = rank > 0 || (rank === 0 && b.since > a.since) ? [b, a] : [a, b];
  const more = other.currency === best.currency ? other.mrr : 0;
  return { ...best, mrr: total([best.mrr, more], best.currency) };
}
