export type Interval = 'day' | 'week' | 'month' | 'year';

const MONTHS = { day: 12 / 365, week: 12 / 52, month: 1, year: 12 };
/**
 * The decimals of the smallest unit of a currency, where they are not 2. Paddle counts as Stripe
 * does: https://docs.stripe.com/currencies#minor-units. UGX and ISK have no cents anymore and are
 * still counted in hundredths, HUF and TWD in all but payouts. Intl is only for what is shown: it
 * says 0 of ISK, and of HUF and COP what the version of its tables says.
 */
const DECIMALS = new Map([
  ...'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'
    .split(' ')
    .map((currency) => [currency, 0] as const),
  ...'bhd iqd jod kwd lyd omr tnd'.split(' ').map((currency) => [currency, 3] as const),
]);

/** The amount a month of an amount every `count` intervals. */
export function perMonth(amount: number, interval: Interval, count: number): number {
  return amount / (MONTHS[interval] * count);
}

/** An amount in the smallest unit of its currency (ISO 4217, lowercase) in whole units. */
export function inUnits(amount: number, currency: string): number {
  return amount / 10 ** (DECIMALS.get(currency) ?? 2);
}

/** The sum of amounts in a currency, to its smallest unit, and to the hundredth where there is none. */
export function total(amounts: readonly number[], currency = ''): number {
  const scale = 10 ** Math.max(2, DECIMALS.get(currency) ?? 2);
  return Math.round(amounts.reduce((sum, amount) => sum + amount, 0) * scale) / scale;
}
