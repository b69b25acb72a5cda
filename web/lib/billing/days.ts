const DAY_MS = 86_400_000;

/** "today", "in 1 day", "in 13 days": when an ISO time is, in days that have begun. */
export function inDays(iso: string, now = Date.now()): string {
  const days = Math.ceil((Date.parse(iso) - now) / DAY_MS);
  if (days <= 1) return Date.parse(iso) - now < DAY_MS / 2 ? 'today' : 'in 1 day';
  return `in ${days} days`;
}

/** Whether an ISO time is less than so many days away, or past. */
export function isWithin(iso: string, days: number, now = Date.now()): boolean {
  return Date.parse(iso) - now < days * DAY_MS;
}
