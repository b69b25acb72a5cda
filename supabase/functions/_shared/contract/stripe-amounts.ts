import { type Interval, inUnits, perMonth } from './amounts.ts';

/** An item that one subscription charges for, as Stripe lists it. */
export interface StripeItem {
  quantity?: number;
  price: {
    id: string;
    nickname: string | null;
    product: string;
    currency: string;
    unit_amount: number | null;
    unit_amount_decimal: string | null;
    recurring: { interval: Interval; interval_count: number; usage_type?: string | null } | null;
  };
}

/**
 * The amount that an item brings a month in whole units of its currency, by its list price: before
 * discounts and taxes, and nothing for prices in tiers or by use, which have no single amount.
 */
export function monthlyAmount({ price, quantity = 1 }: StripeItem): number {
  if (!price.recurring || price.recurring.usage_type === 'metered') return 0;
  const amount = price.unit_amount ?? Number(price.unit_amount_decimal ?? 0);
  const { interval, interval_count } = price.recurring;
  return perMonth(inUnits(amount, price.currency) * quantity, interval, interval_count);
}
