import { dayIn } from '$lib/days.ts';

const DAY_MS = 86_400_000;
/** Ranges that end today, by their days. */
export const PRESETS = [
  { days: 7, text: '7 days' },
  { days: 30, text: '30 days' },
  { days: 90, text: '90 days' },
  { days: 365, text: '12 months' },
];
const FIRST = '2000-01-01';

/** Days of the account's calendar, both of them included. */
export interface Range {
  from: string;
  to: string;
  /** Of a range that ends today, whichever day that is: null where the address names its days. */
  days: number | null;
}

/** The range that an address asks for: `from` and `to`, or `days`; without sense the last 30 days. */
export function readRange(url: URLSearchParams, today: string): Range {
  const [from, to] = [readDay(url.get('from')), readDay(url.get('to'))].map(
    (day) => day && (day > today ? today : day),
  );
  if (from && to) return from <= to ? { from, to, days: null } : { from: to, to: from, days: null };
  const asked = Number(url.get('days'));
  const days = PRESETS.some((preset) => preset.days === asked) ? asked : 30;
  return { from: addDays(today, 1 - days), to: today, days };
}

/**
 * The same for the database, which alone knows in time which day it is where the account is: no day is
 * later than the one where days begin first.
 */
export function askedRange(url: URLSearchParams) {
  const { from, to, days } = readRange(url, dayIn('Pacific/Kiritimati'));
  return days === null ? { first_day: from, last_day: to } : { days };
}

/** The params of an address that ask for a range. */
export function rangeParams({ from, to, days }: Range): Record<string, string> {
  return days === null ? { from, to } : { days: String(days) };
}

/** Whole months and years that are looked at often. */
export function namedRanges(today: string): (Range & { text: string })[] {
  const month = `${today.slice(0, 7)}-01`;
  const lastOfBefore = addDays(month, -1);
  const named = (text: string, from: string, to: string) => ({ text, from, to, days: null });
  return [
    named('This month', month, today),
    named('Last month', `${lastOfBefore.slice(0, 7)}-01`, lastOfBefore),
    named('This year', `${today.slice(0, 4)}-01-01`, today),
  ];
}

/** "Nov 1 – Nov 30, 2026", "Dec 30, 2025 – Jan 3, 2026", "Nov 3, 2026" */
export function formatRange({ from, to }: Pick<Range, 'from' | 'to'>): string {
  if (from === to) return format(to, true);
  return `${format(from, from.slice(0, 4) !== to.slice(0, 4))} – ${format(to, true)}`;
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

function readDay(text: string | null): string | null {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? Date.parse(text!) : NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) return null;
  return text < FIRST ? FIRST : text;
}

function format(day: string, year: boolean): string {
  return new Intl.DateTimeFormat('en-US', {
    ...{ day: 'numeric', month: 'short', timeZone: 'UTC' },
    ...(year && { year: 'numeric' }),
  }).format(new Date(day));
}
