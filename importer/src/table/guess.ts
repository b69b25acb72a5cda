import { chooseEmail } from './email-column.ts';
import { MAX_STATUSES, type ColumnProfile } from './profile.ts';
import { guessStatus, type Status } from './statuses.ts';
import type { ColumnType } from './types.ts';
import type { ReadWarning } from './warnings.ts';

/** The use of one column. `key` names the param. */
export interface ColumnUse {
  use:
    | 'email'
    | 'name'
    | 'first_name'
    | 'last_name'
    | 'status'
    | 'created'
    | 'seen'
    | 'param'
    | 'skip';
  key: string;
  type: ColumnType;
}

/** The reading of a table: a use for each column, and a status for each word of the status column. */
export interface Mapping {
  columns: ColumnUse[];
  /** A word without a status here leaves the status as it is. */
  statuses: Record<string, Status>;
  /** True if other words are guessed, for sources that are not read as a whole beforehand. */
  guessesStatuses?: boolean;
}

/** Columns that nobody means to bring along: they would be shown to everybody in the account. */
const SECRET = /passw|secret|(^|_)(token|hash|salt|otp|api_key)(_|$)/;
const MAX_KEY_CHARACTERS = 128;

const NAMES: [ColumnUse['use'], RegExp][] = [
  ['first_name', /^(first|given)[ _-]?name$|^vorname$|^prénom$/i],
  ['last_name', /^(last|family|sur)[ _-]?name$|^surname$|^nachname$/i],
  [
    'name',
    /^((full|display|customer|contact|user|person)[ _-]?)?name$|^(customer|contact|person|who)$/i,
  ],
  [
    'created',
    /^(created|signed ?up|sign[ _-]?up|registered|joined|added|customer since|first (seen|order)|member since)([ _-]?(at|on|time|date))?( ?\(utc\))?$|^(date|time)[ _-](created|registered|joined|added)$|^(sign[ _-]?up|registration|created|start)[ _-]?date$|^createdAt$/i,
  ],
  [
    'seen',
    /^(last[ _-]?(seen|activity|active|login|log[ _-]?in|sign[ _-]?in|visit|order|edited|modified))([ _-]?(at|on|time|date))?( ?\(utc\))?$|^(updated|modified)([ _-]?(at|on|time))?$|^lastSeenAt$|^updatedAt$/i,
  ],
  [
    'status',
    /^(status|state|stage|lifecycle|(subscription|customer|account|billing|plan|payment)[ _-]?(status|state|stage))$/i,
  ],
];

/**
 * The most likely reading of columns by their names and what they hold, and what it was not sure of.
 * Without a column of emails there is none with `use: 'email'`.
 */
export function guessColumns(
  columns: string[],
  profiles: ColumnProfile[],
): { mapping: Mapping; warnings: ReadWarning[] } {
  const email = chooseEmail(columns, profiles);
  const taken = new Set<string>();
  const statuses: Record<string, Status> = {};

  const uses = columns.map((column, at): ColumnUse => {
    const { type, isEmpty, words } = profiles[at]!;
    const key = toKey(column, at);
    if (at === email.at) return { use: 'email', key, type: { kind: 'text' } };
    if (SECRET.test(key) || isEmpty) return { use: 'skip', key, type };
    let use = NAMES.find(([, name]) => name.test(column.trim()))?.[0] ?? 'param';
    // One column of each kind; of two dates the first is the one.
    if (use !== 'param' && taken.has(use)) use = 'param';
    if ((use === 'created' || use === 'seen') && type.kind !== 'date') use = 'param';
    if (use === 'status') {
      const found = guessStatuses([...words]);
      if (found) Object.assign(statuses, found);
      else use = 'param';
    }
    taken.add(use);
    return { use, key, type };
  });
  return {
    mapping: { columns: uniqueKeys(uses), statuses },
    warnings: email.warning ? [email.warning] : [],
  };
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
