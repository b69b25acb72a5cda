const UNITS: [Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });
const DAY = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const grouped = new Intl.NumberFormat('en');
const amount = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const formats = new Map<string, Intl.DateTimeFormat>();

// The server and the browser must agree on the text, so the zone is given and named.
function inZone(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = JSON.stringify([timeZone, options]);
  let format = formats.get(name);
  if (!format)
    formats.set(name, (format = new Intl.DateTimeFormat('en-US', { ...options, timeZone })));
  return format;
}

/** A time in words. Versions of Unicode differ in the space before AM and PM. */
function say(time: string | Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return inZone(timeZone, options).format(new Date(time)).replaceAll('\u202f', ' ');
}

/** "3 hr. ago", "in 2 days", "just now": how far an ISO time is from `now` (milliseconds). */
export function formatRelative(iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size);
  if (!unit) return seconds > 30 ? 'in a minute' : 'just now';
  return relative.format(Math.trunc(seconds / unit[1]), unit[0]).replace('.', '');
}

/** "Nov 22, 2026, 2:03 PM UTC", and "Nov 22, 2026, 3:03 PM GMT+1" in a zone of the IANA. */
export function formatAbsolute(iso: string, timeZone = 'UTC'): string {
  const time = { hour: 'numeric', minute: '2-digit', timeZoneName: 'shortOffset' } as const;
  return say(iso, timeZone, { ...DAY, ...time }).replace(/GMT(\+0)?$/, 'UTC');
}

/** "Nov 22, 2026" of a time in a zone; of a day, such as 2026-11-22, without one. */
export function formatDay(iso: string, timeZone = 'UTC'): string {
  return say(iso, timeZone, DAY);
}

/** "Nov 22" */
export function formatDayOfMonth(at: string | Date, timeZone = 'UTC'): string {
  return say(at, timeZone, { day: 'numeric', month: 'short' });
}

/** "Nov 2026" */
export function formatMonth(at: string | Date): string {
  return say(at, 'UTC', { month: 'short', year: 'numeric' });
}

/** "Nov 16 to 22, 2026", "Nov 30 to Dec 6, 2026": the week that begins on a Monday, such as 2026-11-16. */
export function formatWeek(monday: string): string {
  const first = new Date(monday);
  const last = new Date(first.getTime() + 6 * 86_400_000);
  const to = formatDay(last.toISOString());
  const isOneMonth = first.getUTCMonth() === last.getUTCMonth();
  return `${formatDayOfMonth(first)} to ${isOneMonth ? to.replace(/^\w+ /, '') : to}`;
}

/** "1,204" */
export function formatNumber(value: number): string {
  return grouped.format(value);
}

/** "€1,204.50" with a currency (ISO 4217), "1,204.5" without one. */
export function formatAmount(value: number, currency?: string | null): string {
  if (!currency) return amount.format(value);
  const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  const digits = new Intl.NumberFormat('en', style).resolvedOptions().maximumFractionDigits;
  return new Intl.NumberFormat('en', {
    ...style,
    // A yearly price a month is in parts of what has no cents.
    maximumFractionDigits: Math.max(2, digits ?? 0),
    ...(Number.isInteger(value) && { minimumFractionDigits: 0 }),
  }).format(value);
}

/** Money by currency (ISO 4217, or "" for none). Two currencies are never added. */
export type Sums = Readonly<Record<string, number>>;

/** Each sum in words: that in the currency `first`, also where it is nothing, before the others. */
export function formatSums(sums: Sums, first: string): string[] {
  const others = Object.keys(sums).filter((currency) => currency !== first);
  return [first, ...others.sort()].map((currency) => formatAmount(sums[currency] ?? 0, currency));
}

/** "1,204 customers", and "10,000+ customers" where the count stopped. */
export function formatCount(count: number): string {
  if (count === 1) return '1 customer';
  return `${count > 10_000 ? '10,000+' : grouped.format(count)} customers`;
}
