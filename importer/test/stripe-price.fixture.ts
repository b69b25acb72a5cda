import type { StripeItem } from '../../supabase/functions/_shared/contract/stripe-amounts.ts';

/** A price of 29 dollars a month, as Stripe describes it. */
export function price(more: object = {}) {
  return {
    ...{ id: 'price_1', object: 'price', nickname: null, product: 'prod_1', currency: 'usd' },
    ...{ unit_amount: 2900, unit_amount_decimal: '2900' },
    recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
    ...more,
  } as StripeItem['price'];
}
