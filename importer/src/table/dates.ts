/**
 * The part that comes first in 03/04/2024, or what a number is: days since 1900 as in spreadsheets, seconds
 * or milliseconds since 1970, or the digits of a date, as in 20240131.
 */
export type DateOrder = 'day' | 'month' | 'serial' | 'unix' | 'digits';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TIME = String.raw`(?:[,T]?\s*(?:at\s+)?(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?(?:[.,](?<fraction>\d{1,6})\d*)?\s*(?<half>[ap]\.?m\.?)?\s*(?<zone>Z|[A-Z]{3,4}|\(UTC\)|(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d{2})?|\((?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?\))?(?:\s\([^()]+\))?)?`;
const shape = (date: string) => new RegExp(`^${date}${TIME}$`, 'i');
const NUMBERS = shape(
  String.raw`(?<first>\d{1,2})(?<mark>[-/.])(?<second_part>\d{1,2})\k<mark>(?<year>\d{4}|\d{2})`,
);
const IN_ONE_ORDER = [
  shape(String.raw`(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})`),
  /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)T(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)(?<zone>Z|[+-]\d{4})?$/,
  shape(
    String.raw`(?:[a-z]{3,9},? )?(?<month>[a-z]{3,9})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})`,
  ),
  shape(
    String.raw`(?:[a-z]{3,9},? )?(?<day>\d{1,2})(?:st|nd|rd|th)?[ -](?<month>[a-z]{3,9})\.?,?[ -](?<year>\d{4})`,
  ),
];

/** Hours from UTC of the zones that mails may name, RFC 2822, and of Europe. */
const ZONES: Record<string, number> = {
  ...{ Z: 0, UTC: 0, GMT: 0, EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8 },
  ...{ PDT: -7, WET: 0, WEST: 1, CET: 1, CEST: 2, EET: 2, EEST: 3, BST: 1 },
};

/** Years of two digits from here on are of the last century. */
const LAST_CENTURY = 40;
const DAY_MS = 86_400_000;
/** Day 0 of spreadsheets. Their 29 February 1900 never was, so that all days after it are right. */
const SERIAL_ZERO = Date.UTC(1899, 11, 30);
/** Larger times since 1970 are in milliseconds. */
const MAX_SECONDS = 1e11;

/** A cell that says there is no date, as databases and reports write it. */
const NO_DATE =
  /^(0|0000-00-00([T ]00:00:00(\.0+)?)?|0001-01-01([T ]00:00:00(\.0+)?Z?)?|(1970-01-01|1899-12-3[01])[T ]00:00:00(\.0+)?(Z|\+00(:?00)?)?|never( logged in)?|not yet)$/i;

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
  if (order === 'digits') {
    const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
    return year ? build(year, month!, day!, {}) : null;
  }
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
  const offset = offsetOf(zone);
  if (offset === null) return null;
  const time = `${date}T${two(hours)}:${minute}:${second}${offset}`;
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

/** +01:00 for +01, +0100, GMT+1 or CET; null for a zone that nobody knows. */
function offsetOf(zone = 'Z'): string | null {
  const named = ZONES[zone.replace(/[()]/g, '').toUpperCase()];
  if (named !== undefined) return `${named < 0 ? '-' : '+'}${two(Math.abs(named))}:00`;
  const parts = /([+-])(\d{1,2}):?(\d{2})?\)?$/.exec(zone);
  return parts && `${parts[1]}${two(parts[2]!)}:${parts[3] ?? '00'}`;
}

function two(part: string | number): string {
  return String(part).padStart(2, '0');
}
