import { randomUUID } from 'node:crypto';

const DAY = 86_400;
const PERIOD = 30 * DAY;
const RETRY = 3 * DAY;
const TRIES = 3;

/** A subscription as this stand-in keeps it. Times are Unix seconds. */
export interface Subscription {
  id: string;
  customer: string;
  accountId: string;
  status: 'trialing' | 'active' | 'past_due' | 'canceled';
  periodEnd: number;
  cancelAtPeriodEnd: boolean;
  endedAt: number | null;
  /** Failed charges in a row. */
  failures: number;
}

export interface StripeEvent {
  id: string;
  object: 'event';
  type: string;
  created: number;
  data: { object: object };
}

/** Subscriptions on a clock that a test moves, as Stripe's test clocks do. */
export class Subscriptions {
  /** Unix seconds. */
  now = Math.floor(Date.now() / 1000);
  /** Whether a charge goes through. */
  cardWorks = true;
  readonly all = new Map<string, Subscription>();
  /** Everything that happened and was not collected yet. */
  #events: StripeEvent[] = [];

  /** Begins a subscription, in its trial when there is one. */
  start(accountId: string, customer: string, trialEnd?: number): Subscription {
    const subscription: Subscription = {
      id: `sub_${randomUUID()}`,
      customer,
      accountId,
      status: trialEnd ? 'trialing' : 'active',
      periodEnd: trialEnd ?? this.now + PERIOD,
      cancelAtPeriodEnd: false,
      endedAt: null,
      failures: 0,
    };
    this.all.set(subscription.id, subscription);
    this.#tell('customer.subscription.created', subscription);
    return subscription;
  }

  /** Cancels at the end of the period, or takes that back. */
  cancelAtPeriodEnd(subscription: Subscription, cancel: boolean): void {
    subscription.cancelAtPeriodEnd = cancel;
    this.#tell('customer.subscription.updated', subscription);
  }

  /** Moves the clock by so many days, and charges what is due on the way. */
  advance(days: number): void {
    const end = this.now + days * DAY;
    for (const subscription of this.all.values()) {
      for (let due = this.#due(subscription); due <= end; due = this.#due(subscription)) {
        this.now = due;
        this.#comeDue(subscription);
      }
    }
    this.now = end;
  }

  /** What happened since this was asked last, oldest first. */
  collect(): StripeEvent[] {
    return this.#events.splice(0);
  }

  #due({ status, periodEnd, failures }: Subscription): number {
    return status === 'canceled' ? Infinity : periodEnd + failures * RETRY;
  }

  #comeDue(subscription: Subscription): void {
    if (subscription.cancelAtPeriodEnd) return this.#end(subscription);
    if (this.cardWorks) {
      subscription.status = 'active';
      subscription.periodEnd += PERIOD;
      subscription.failures = 0;
      this.#tell('invoice.paid', subscription);
    } else {
      subscription.status = 'past_due';
      subscription.failures += 1;
      this.#tell('invoice.payment_failed', subscription);
      if (subscription.failures > TRIES) return this.#end(subscription);
    }
    this.#tell('customer.subscription.updated', subscription);
  }

  #end(subscription: Subscription): void {
    subscription.status = 'canceled';
    subscription.endedAt = this.now;
    this.#tell('customer.subscription.deleted', subscription);
  }

  #tell(type: string, subscription: Subscription): void {
    const object = type.startsWith('invoice.')
      ? { object: 'invoice', parent: { subscription_details: { subscription: subscription.id } } }
      : asStripeShows(subscription);
    const id = `evt_${randomUUID()}`;
    this.#events.push({ id, object: 'event', type, created: this.now, data: { object } });
  }
}

/** The subscription in Stripe's words. */
export function asStripeShows(subscription: Subscription): object {
  const { id, customer, status, periodEnd, cancelAtPeriodEnd, endedAt, accountId } = subscription;
  return {
    id,
    object: 'subscription',
    customer,
    status,
    metadata: { account_id: accountId },
    items: { object: 'list', data: [{ id: `si_${id}`, current_period_end: periodEnd }] },
    cancel_at: cancelAtPeriodEnd ? periodEnd : null,
    cancel_at_period_end: cancelAtPeriodEnd,
    ended_at: endedAt,
  };
}
