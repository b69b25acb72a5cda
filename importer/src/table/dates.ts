/** The part that comes first in 03/04/2024. */
export type DateOrder = 'day' | 'month';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TIME = String.raw`(?:[,T]?\s*(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,](\d{1,6})\d*)?\s*([ap]\.?m\.?)?\s*(Z|UTC|GMT|\(UTC\)|[+-]\d{2}(?::?\d{2})?)?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${TIME}$`, 'i');
const NUMBERS = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})${TIME}$`, 'i');
const MONTH_FIRST = new RegExp(
  String.raw`^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})${TIME}$`,
  'i',
);
const DAY_FIRST = new RegExp(
  String.raw`^(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})${TIME}$`,
  'i',
);

/**
 * A date as 2024-01-31 and a time as 2024-01-31T08:00:00Z, or null when the cell is neither. A time
 * without a zone is taken for UTC. Reads ISO 8601, what databases print, and what Notion, Airtable
 * and spreadsheets write.
 */
export function readDate(cell: string, order: DateOrder): string | null {
  const text = cell.trim().replace(/\s+/g, ' ');
  let match = YEAR_FIRST.exec(text);
  if (match) return build(match[1]!, match[2]!, match[3]!, match);
  match = NUMBERS.exec(text);
  if (match) {
    const [, first, second, year] = match as unknown as [string, string, string, string];
    return order === 'day' ? build(year, second, first, match) : build(year, first, second, match);
  }
  match = MONTH_FIRST.exec(text);
  if (match) return build(match[3]!, monthOf(match[1]!), match[2]!, match);
  match = DAY_FIRST.exec(text);
  return match ? build(match[3]!, monthOf(match[2]!), match[1]!, match) : null;
}

/** The instant that a date or time of readDate stands for; a date is its first moment in UTC. */
export function toInstant(date: string): string {
  return date.includes('T') ? date : `${date}T00:00:00Z`;
}

function monthOf(word: string): string {
  const name = word.toLowerCase();
  const at = MONTHS.findIndex((short) => name.startsWith(short));
  return String(at + 1);
}

function build(year: string, month: string, day: string, match: RegExpExecArray): string | null {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== date) return null;
  const [, , , , hour, minute, second = '00', fraction, half, zone] = match;
  if (hour === undefined || minute === undefined) return date;
  const hours = toHours(Number(hour), half);
  if (hours === null) return null;
  const time = `${date}T${String(hours).padStart(2, '0')}:${minute}:${second}${offsetOf(zone)}`;
  const instant = new Date(time);
  if (Number.isNaN(instant.getTime())) return null;
  const utc = instant.toISOString().slice(0, 19);
  return fraction && Number(fraction) > 0 ? `${utc}.${fraction}Z` : `${utc}Z`;
}

function toHours(hour: number, half: string | undefined): number | null {
  if (!half) return hour < 24 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

function offsetOf(zone: string | undefined): string {
  if (!zone || !/^[+-]/.test(zone)) return 'Z';
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
