export type Interval = 'day' | 'week' | 'month' | 'year';

const MONTHS = { day: 12 / 365, week: 12 / 52, month: 1, year: 12 };
/** https://docs.stripe.com/currencies#zero-decimal; Paddle counts alike. */
const WITHOUT_CENTS = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' '),
);

/** What an amount every `count` intervals is in a month. */
export function perMonth(amount: number, interval: Interval, count: number): number {
  return amount / (MONTHS[interval] * count);
}

/** An amount in the smallest unit of its currency (ISO 4217, lowercase) in whole units. */
export function inUnits(amount: number, currency: string): number {
  return WITHOUT_CENTS.has(currency) ? amount : amount / 100;
}

/** The sum of amounts, to the cent. */
export function total(amounts: readonly number[]): number {
  return Math.round(amounts.reduce((sum, amount) => sum + amount, 0) * 100) / 100;
}
