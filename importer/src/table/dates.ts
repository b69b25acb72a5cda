/**
 * The part that comes first in 03/04/2024, or what a number counts: days since 1900 as in spreadsheets, or
 * seconds or milliseconds since 1970.
 */
export type DateOrder = 'day' | 'month' | 'serial' | 'unix';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TIME = String.raw`(?:[,T]?\s*(?:at\s+)?(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?(?:[.,](?<fraction>\d{1,6})\d*)?\s*(?<half>[ap]\.?m\.?)?\s*(?<zone>Z|UTC|GMT|\(UTC\)|[+-]\d{2}(?::?\d{2})?)?)?`;
const shape = (date: string) => new RegExp(`^${date}${TIME}$`, 'i');
const NUMBERS = shape(
  String.raw`(?<first>\d{1,2})(?<mark>[-/.])(?<second_part>\d{1,2})\k<mark>(?<year>\d{4}|\d{2})`,
);
const IN_ONE_ORDER = [
  shape(String.raw`(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})`),
  shape(String.raw`(?<month>[a-z]{3,9})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})`),
  shape(String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?[ -](?<month>[a-z]{3,9})\.?,?[ -](?<year>\d{4})`),
];

/** Years of two digits from here on are of the last century. */
const LAST_CENTURY = 40;
const DAY_MS = 86_400_000;
/** Day 0 of spreadsheets. Their 29 February 1900 never was, so that all days after it are right. */
const SERIAL_ZERO = Date.UTC(1899, 11, 30);
/** Larger times since 1970 are in milliseconds. */
const MAX_SECONDS = 1e11;

/** A cell that says there is no date, as databases and reports write it. */
const NO_DATE = /^(0000-00-00([T ]00:00:00(\.0+)?)?|0001-01-01([T ]00:00:00(\.0+)?Z?)?|never)$/i;

/** True if a cell of a column of dates says that there is none. */
export function isNoDate(cell: string): boolean {
  return NO_DATE.test(cell.trim());
}

/**
 * A date as 2024-01-31 and a time as 2024-01-31T08:00:00Z, or null when the cell is neither. A time
 * without a zone is taken for UTC. Reads ISO 8601, what databases print, and what Notion, Airtable
 * and spreadsheets write.
 */
export function readDate(cell: string, order: DateOrder): string | null {
  const text = cell.trim().replace(/\s+/g, ' ');
  if (order === 'serial' || order === 'unix') return readCount(text, order);
  const numbers = NUMBERS.exec(text)?.groups;
  if (numbers) {
    const { first, second_part: second, mark, year } = numbers as Record<string, string>;
    // Of two digits between dashes the first may be the year.
    if (year!.length === 2 && mark === '-') return null;
    return order === 'day'
      ? build(year!, second!, first!, numbers)
      : build(year!, first!, second!, numbers);
  }
  for (const shape of IN_ONE_ORDER) {
    const groups = shape.exec(text)?.groups;
    if (groups) return build(groups.year!, monthOf(groups.month!), groups.day!, groups);
  }
  return null;
}

/** The instant that a date or time of readDate stands for; a date is its first moment in UTC. */
export function toInstant(date: string): string {
  return date.includes('T') ? date : `${date}T00:00:00Z`;
}

function readCount(text: string, order: 'serial' | 'unix'): string | null {
  if (!/^\d+(\.\d+)?$/.test(text)) return null;
  const count = Number(text);
  // A day of a spreadsheet has its time behind the point, to the second.
  const ms =
    order === 'serial'
      ? SERIAL_ZERO + Math.round((count * DAY_MS) / 1000) * 1000
      : Math.round(count < MAX_SECONDS ? count * 1000 : count);
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return null;
  const time = date.toISOString();
  return order === 'serial' && Number.isInteger(count)
    ? time.slice(0, 10)
    : time.replace('.000Z', 'Z');
}

function monthOf(part: string): string {
  if (/^\d/.test(part)) return part;
  const name = part.toLowerCase();
  const at = MONTHS.findIndex((short) => name.startsWith(short));
  return String(at + 1);
}

function build(
  year: string,
  month: string,
  day: string,
  { hour, minute, second = '00', fraction, half, zone }: Partial<Record<string, string>>,
): string | null {
  const whole = year.length === 4 ? year : `${Number(year) < LAST_CENTURY ? 20 : 19}${year}`;
  const date = `${whole}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== date) return null;
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
