import { type Interval, inUnits, perMonth } from './amounts.ts';

/** An item that one subscription charges for, as Stripe lists it. */
export interface StripeItem {
  quantity?: number | null;
  price: {
    id: string;
    nickname: string | null;
    product: string;
    currency: string;
    unit_amount: number | null;
    unit_amount_decimal: string | null;
    /** Sold in packages: the quantity is divided and rounded before it is charged. */
    transform_quantity?: { divide_by: number; round: 'up' | 'down' } | null;
    recurring: { interval: Interval; interval_count: number; usage_type?: string | null } | null;
  };
}

/**
 * The amount that an item brings a month in whole units of its currency, by its list price: before
 * discounts and taxes, and nothing for prices in tiers or by use, which have no single amount.
 */
export function monthlyAmount({ price, quantity }: StripeItem): number {
  if (!price.recurring || price.recurring.usage_type === 'metered') return 0;
  const amount = price.unit_amount ?? Number(price.unit_amount_decimal ?? 0);
  const { interval, interval_count } = price.recurring;
  const charged = packages(quantity ?? 1, price.transform_quantity);
  return perMonth(inUnits(amount, price.currency) * charged, interval, interval_count);
}

function packages(quantity: number, transform: StripeItem['price']['transform_quantity']): number {
  if (!transform) return quantity;
  const exact = quantity / transform.divide_by;
  return transform.round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}
