import { monthlyAmount, type StripeItem } from '../../supabase/functions/receive/stripe-amounts.ts';

/** A subscription, with the fields that are read. */
export interface StripeSubscription {
  id: string;
  customer: string;
  status: string;
  created: number;
  trial_end: number | null;
  items: { data: StripeItem[] };
}
type Status = 'free' | 'trial' | 'paid' | 'churned';

/** What all subscriptions of a customer come to. */
export interface Account {
  status: Status;
  mrr: number;
  currency?: string;
  plan?: string;
  planAt: number;
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
/** Whoever pays for one thing pays, whatever ended. */
const RANK: Status[] = ['free', 'churned', 'trial', 'paid'];
/** Adds a subscription to what those of its customer come to. `products` has the names by id. */
export function addSubscription(
  accounts: Map<string, Account>,
  { customer, status, created, trial_end, items }: StripeSubscription,
  products: Map<string, string>,
): void {
  const meant = STATUS[status] ?? 'free';
  const account = accounts.get(customer) ?? { status: 'free', mrr: 0, planAt: -1 };
  accounts.set(customer, account);
  const isBetter = RANK.indexOf(meant) > RANK.indexOf(account.status);
  if (isBetter) account.status = meant;
  for (const item of items.data) {
    account.currency ??= item.price.currency;
    // Sums of different currencies mean nothing: the first one is counted.
    if (meant === 'paid' && item.price.currency === account.currency) {
      account.mrr += monthlyAmount(item);
    }
  }
  const [item] = items.data;
  if (item && (isBetter || (meant === account.status && created > account.planAt))) {
    account.plan = item.price.nickname ?? products.get(item.price.product) ?? item.price.id;
    account.planAt = created;
    account.trialEnd = meant === 'trial' ? (trial_end ?? undefined) : undefined;
  }
}
