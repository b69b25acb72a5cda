import { formatDayOfMonth } from './format.ts';

const DAY_MS = 86_400_000;

/**
 * The days of the calendar of a time zone (IANA) from `now` (milliseconds) to an ISO time; negative
 * when it is past.
 */
export function daysUntil(iso: string, timeZone = 'UTC', now = Date.now()): number {
  return (dayNumber(new Date(iso), timeZone) - dayNumber(new Date(now), timeZone)) / DAY_MS;
}

/** "ends today", "ends Dec 2, in 2 days": when something ends, in days of the calendar of a time zone. */
export function endInDays(iso: string, timeZone = 'UTC', now = Date.now()): string {
  const days = daysUntil(iso, timeZone, now);
  if (days === 0) return 'ends today';
  const on = formatDayOfMonth(iso, timeZone);
  return days < 0 ? `ended ${on}` : `ends ${on}, in ${days === 1 ? '1 day' : `${days} days`}`;
}

/** The day that it is in a time zone, as an ISO date. */
export function dayIn(timeZone: string, now = Date.now()): string {
  return new Date(dayNumber(new Date(now), timeZone)).toISOString().slice(0, 10);
}

/** The day that it is somewhere, as milliseconds of UTC, so that days of 23 and 25 hours are one apart. */
function dayNumber(time: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    timeZone,
  }).formatToParts(time);
  const part = (type: string) => Number(parts.find((found) => found.type === type)!.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'));
}
