const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const month = new Intl.DateTimeFormat('en-GB', {
  month: 'short',
  year: '2-digit',
  timeZone: 'UTC',
});
const dayOfMonth = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});

/** "1.2M", for axes and tiles. */
export function formatCompact(value: number): string {
  return compact.format(value);
}

/** "38%", or a dash of nothing. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–';
  const share = (part / whole) * 100;
  return share > 0 && share < 1 ? '<1%' : `${Math.round(share)}%`;
}

/** "Nov 26" */
export function formatMonth(iso: string): string {
  return month.format(new Date(iso)).replace('Sept', 'Sep');
}

/** "23 Nov" */
export function formatDayOfMonth(at: string | Date): string {
  return dayOfMonth.format(new Date(at)).replace('Sept', 'Sep');
}
