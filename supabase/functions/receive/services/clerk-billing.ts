import { z } from 'zod';
import { inUnits, perMonth, total } from '../../_shared/contract/amounts.ts';
import type { Ignored, Reading, SubscriptionReading } from '../service.ts';

const text = z.string().nullish();
const number = z.number().nullish();
const money = z.object({ amount: z.number(), currency: z.string() }).nullish();
const plan = z.object({
  name: text,
  slug: text,
  currency: text,
  amount: number,
  annual_monthly_amount: number,
  fee: money,
  annual_monthly_fee: money,
});
const item = z.object({
  id: z.string(),
  status: z.string(),
  plan_period: text,
  is_free_trial: z.boolean().nullish(),
  period_end: number,
  amount: money,
  plan: plan.nullish(),
});
const payer = z
  .object({ user_id: text, organization_id: text, email: text, first_name: text, last_name: text })
  .nullish();
const itemEvent = item.extend({ payer, updated_at: number });
const subscription = z.object({ items: z.array(item).default([]), payer, updated_at: number });

const EVENTS = {
  subscription: ['created', 'updated', 'active', 'pastDue'],
  subscriptionItem: [
    ...['created', 'updated', 'active', 'canceled', 'upcoming', 'ended', 'abandoned'],
    ...['incomplete', 'pastDue', 'freeTrialEnding'],
  ],
  paymentAttempt: ['created', 'updated'],
};

/** https://clerk.com/docs/guides/development/webhooks/billing */
export const BILLING_TYPES: readonly string[] = Object.entries(EVENTS).flatMap(([object, events]) =>
  events.map((what) => `${object}.${what}`),
);

/** Reads an event of Clerk Billing. Its subscription is one for each payer; what they pay for are its items. */
export function readBilling(
  common: Pick<Reading, 'eventId' | 'type'>,
  at: number | undefined,
  now: number,
  data: unknown,
): Reading | Ignored {
  if (common.type.startsWith('paymentAttempt.')) {
    return { ...common, ignored: 'The status comes from the subscription instead.' };
  }
  const isItem = common.type.startsWith('subscriptionItem.');
  const object = isItem ? itemEvent.parse(data) : subscription.parse(data);
  const externalId = object.payer?.user_id || object.payer?.organization_id;
  if (!externalId) return { ...common, ignored: 'This event doesn’t say who pays.' };
  const { email, first_name, last_name } = object.payer!;
  return {
    ...common,
    at: at ?? object.updated_at ?? now,
    externalId,
    email: email || undefined,
    emailIsHint: true,
    name: [first_name, last_name].filter(Boolean).join(' ') || undefined,
    subscriptions: ('items' in object ? object.items : [object]).map(readItem),
  };
}

function readItem(object: z.output<typeof item>): SubscriptionReading {
  const { id, status, is_free_trial, period_end, plan_period, plan } = object;
  const unit = (
    plan?.currency ??
    plan?.fee?.currency ??
    object.amount?.currency ??
    ''
  ).toLowerCase();
  const mrr = total([monthlyAmount(object, unit)], unit);
  const runs = status === 'active' || status === 'canceled';
  const isTrial = Boolean(is_free_trial) && runs;
  const end = runs && period_end ? new Date(period_end).toISOString() : null;
  const word = isTrial ? 'subscription trial' : `subscription ${status}`;
  return {
    ...{ id, unit, sums: { mrr } },
    // Everybody has the free plan while they have no other, so it says nothing of who paid before.
    word: mrr > 0 || isTrial ? word : 'free plan',
    fields: {
      plan: plan?.name ?? plan?.slug ?? null,
      currency: unit || null,
      interval: plan_period === 'annual' ? 'year' : (plan_period ?? null),
      trial_ends_at: isTrial ? end : null,
      cancels_at: status === 'canceled' ? end : null,
    },
  };
}

/** The amount of an item a month. What is paid by the year has a monthly amount of its own. */
function monthlyAmount({ plan, plan_period, amount }: z.output<typeof item>, currency: string) {
  const isAnnual = plan_period === 'annual';
  const monthly = isAnnual
    ? (plan?.annual_monthly_amount ?? plan?.annual_monthly_fee?.amount)
    : (plan?.amount ?? plan?.fee?.amount);
  if (monthly !== null && monthly !== undefined) return inUnits(monthly, currency);
  return perMonth(inUnits(amount?.amount ?? 0, currency), isAnnual ? 'year' : 'month', 1);
}
