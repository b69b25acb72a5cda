/** What one subscription charges for, as Stripe lists it. */
export interface StripeItem {
  quantity?: number;
  price: {
    id: string;
    nickname: string | null;
    product: string;
    currency: string;
    unit_amount: number | null;
    unit_amount_decimal: string | null;
    recurring: { interval: 'day' | 'week' | 'month' | 'year'; interval_count: number } | null;
  };
}

const MONTHS = { day: 12 / 365, week: 12 / 52, month: 1, year: 12 };
/** https://docs.stripe.com/currencies#zero-decimal */
const WITHOUT_CENTS = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' '),
);

/**
 * What an item brings a month in whole units of its currency, by its list price: before discounts
 * and taxes, and nothing for prices in tiers or by use, which have no single amount.
 */
export function monthlyAmount({ price, quantity = 1 }: StripeItem): number {
  if (!price.recurring) return 0;
  const amount = price.unit_amount ?? Number(price.unit_amount_decimal ?? 0);
  const units = WITHOUT_CENTS.has(price.currency) ? amount : amount / 100;
  const { interval, interval_count } = price.recurring;
  return (units * quantity) / (MONTHS[interval] * interval_count);
}
