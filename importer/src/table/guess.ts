import { DIGITS, NAMES, OF_LISTS, plainName, SECRET, USERNAME } from './column-names.ts';
import { chooseEmail } from './email-column.ts';
import { recognizeExport } from './exports/index.ts';
import { statusesOf } from './exports/known-export.ts';
import { OF_INVALID_ROWS } from './exports/tinycrm.ts';
import { MAX_STATUSES, type ColumnProfile } from './profile.ts';
import { areNewsletterWords, guessStatus, type Status } from './statuses.ts';
import type { ColumnUse, Mapping } from './mapping.ts';
import * as remarks from './remarks.ts';
import type { ColumnType } from './types.ts';
import type { ReadWarning } from './warnings.ts';

const MAX_KEY_CHARACTERS = 128;

/** The uses of which a file may have several columns. */
export const ADDED = new Set<ColumnUse['use']>(['tags', 'notes']);

const TEXT: ColumnType = { kind: 'text' };

type DateType = Extract<ColumnType, { kind: 'date' }>;

/**
 * The most likely reading of columns by their names and what they hold, and what it was not sure of.
 * Without a column of emails there is none with `use: 'email'`.
 */
export function guessColumns(
  columns: string[],
  profiles: ColumnProfile[],
): { mapping: Mapping; warnings: ReadWarning[] } {
  const known = recognizeExport(columns);
  const emailOfExport = known?.uses.indexOf('email') ?? -1;
  const email = emailOfExport === -1 ? chooseEmail(columns, profiles) : { at: emailOfExport };
  const warnings = email.warning ? [email.warning] : [];
  if (known) warnings.push(remarks.knownExport(known));
  const taken = new Set<string>();
  const statuses: Record<string, Status> = {};

  const orders = new Set(profiles.flatMap(({ onlyOrder }) => onlyOrder ?? []));

  const isOfList = columns.some((column) => OF_LISTS.test(column.trim()));
  const uses = columns.map((column, at): ColumnUse => {
    const profile = profiles[at]!;
    const key = known?.keys?.[at] ?? toKey(column, at);
    const use = useOf(column, at);
    taken.add(use);
    const own = use === 'created' || use === 'seen' ? profile.typeOfDates : profile.type;
    const type =
      own.kind === 'date'
        ? inOrderOfFile(own, profile)
        : own.kind === 'number' && DIGITS.test(key)
          ? TEXT
          : own;
    if (type.kind === 'date' && type.order !== 'day' && type.order !== 'month') {
      warnings.push(remarks.countedDates(column, type.order));
    }
    if (use !== 'skip') warnings.push(...remarksOn(column, use, key, profile));
    if (use === 'param' && profile.currency)
      warnings.push(remarks.currency(column, profile.currency));
    return { use, key, type };
  });
  const username = columns.findIndex((column) => USERNAME.test(column.trim()));
  if (uses[username]?.use === 'param' && !hasName(taken)) uses[username].use = 'name';
  const isName = ({ use }: ColumnUse) =>
    use === 'name' || use === 'first_name' || use === 'last_name';
  const hasNull = profiles.some(({ holdsNull }, at) => holdsNull && !isName(uses[at]!));
  return { mapping: { columns: uniqueKeys(uses), statuses, hasNull }, warnings };

  /** What one column shows of day and month holds for those that show nothing. */
  function inOrderOfFile(type: DateType, profile: ColumnProfile): ColumnType {
    const isOpen = (type.order === 'day' || type.order === 'month') && !profile.onlyOrder;
    return isOpen && orders.size === 1 ? { kind: 'date', order: [...orders][0]! } : type;
  }

  function useOf(column: string, at: number): ColumnUse['use'] {
    const profile = profiles[at]!;
    if (at === email.at) return 'email';
    if (SECRET.test(toKey(column, at)) || profile.isEmpty) return 'skip';
    if (isOfInvalidRows(columns, at)) return 'skip';
    const fixed = known?.uses[at];
    if (fixed === 'status') Object.assign(statuses, statusesOf(known!, profile.words));
    if (fixed) return fixed;
    const use = NAMES.find(([, name]) => name.test(plainName(column)))?.[0];
    // One column of each kind, but for those that add up; of two dates the first is the one.
    if (!use || (taken.has(use) && !ADDED.has(use))) return 'param';
    switch (use) {
      case 'name':
        return profile.holdsIds || profile.emailShare > 0.5 ? 'param' : use;
      // A grade, or how many there are.
      case 'tags':
      case 'notes':
        return profile.type.kind === 'text' ? use : 'param';
      case 'created':
      case 'seen':
        return profile.typeOfDates.kind === 'date' ? use : 'param';
      case 'status': {
        if (known) return 'param';
        const words = [...profile.words];
        if (areNewsletterWords(words, isOfList)) {
          warnings.push(remarks.newsletter(column, words[0]!));
          return 'param';
        }
        const found = guessStatuses(words);
        if (!found) return 'param';
        Object.assign(statuses, found);
        return use;
      }
      default:
        return use;
    }
  }
}

/** What there is to say of cells that are not as they were meant. */
function remarksOn(
  column: string,
  use: ColumnUse['use'],
  key: string,
  { exception, cut, encodedTwice, openThousands }: ColumnProfile,
): ReadWarning[] {
  const found: ReadWarning[] = [];
  if (exception && use === 'param' && !DIGITS.test(key)) {
    const isTime = NAMES.some(([of, name]) => isDate(of) && name.test(column.trim()));
    found.push(
      isTime && exception.of === 'date'
        ? remarks.noDates(column, exception)
        : remarks.mixedType(column, exception),
    );
  }
  if (use === 'param' && openThousands) found.push(remarks.thousands(column, openThousands));
  if (cut) found.push(remarks.cutNumber(column, cut));
  if (encodedTwice) found.push(remarks.encodedTwice(column, encodedTwice));
  return found;
}

function isDate(use: ColumnUse['use']): boolean {
  return use === 'created' || use === 'seen';
}

/** True for the columns that an import adds to the rows it sets aside, which are the last ones. */
function isOfInvalidRows(columns: string[], at: number): boolean {
  const first = columns.length - OF_INVALID_ROWS.length;
  return at >= first && OF_INVALID_ROWS.every((name, n) => columns[first + n] === name);
}

function hasName(taken: Set<string>): boolean {
  return ['name', 'first_name', 'last_name'].some((use) => taken.has(use));
}

/** The words of a column and the status each may stand for, or null when it holds something else. */
export function guessStatuses(words: string[]): Record<string, Status> | null {
  if (words.length > MAX_STATUSES) return null;
  const found = words.flatMap((word) => {
    const status = guessStatus(word);
    return status ? [[word, status] as const] : [];
  });
  return found.length > 0 ? Object.fromEntries(found) : null;
}

/**
 * The words that a column holds, each once, in the order of its first row. Stops past what a status
 * may have.
 */
export function distinctWords(rows: string[][], at: number): string[] {
  const words = new Set<string>();
  for (const row of rows) {
    const word = row[at]?.trim() ?? '';
    if (word !== '') words.add(word);
    if (words.size > MAX_STATUSES) break;
  }
  return [...words];
}

/** The name of a param for a column: Last Invoice ($) becomes last_invoice. */
export function toKey(column: string, at: number): string {
  const key = column
    .normalize('NFKC')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  return [...(key || `column_${at + 1}`)].slice(0, MAX_KEY_CHARACTERS).join('');
}

function uniqueKeys(uses: ColumnUse[]): ColumnUse[] {
  const taken = new Set<string>();
  return uses.map((use) => {
    let key = use.key;
    for (let n = 2; taken.has(key); n++) key = `${use.key}_${n}`;
    taken.add(key);
    return { ...use, key };
  });
}
