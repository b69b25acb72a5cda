import type { ColumnUse } from '../mapping.ts';
import type { Status } from '../statuses.ts';

/** An export of a service, which its columns tell. */
export interface KnownExport {
  /** The service, as people call it, and what the rows are where it has several exports. */
  service: string;
  /** The use of each column, or undefined where it is guessed. A status column that is not here is a param. */
  uses: (ColumnUse['use'] | undefined)[];
  /** The names of its params, where they are not made of those of its columns. */
  keys?: (string | undefined)[];
  /** What the words of its status column mean; others leave the status as it is. */
  statuses: Readonly<Record<string, Status | null>>;
  /** Something to say of how it is read, in a sentence. */
  note?: string;
  /** True if what the note says may well be wrong for whoever imports. */
  isDoubt?: boolean;
}

/** Says what an export is by its columns, or null when it is another one. */
export type Recognize = (columns: string[]) => KnownExport | null;

interface FixedExport extends Partial<Omit<KnownExport, 'uses'>> {
  service: string;
  /** Columns that no other file has together. Any one of the sets will do. */
  signs: string[][];
  uses: Record<string, ColumnUse['use']>;
}

/** An export whose columns always have the same names, however they are spaced and capitalized. */
export function fixedExport({ signs, uses, ...rest }: FixedExport): Recognize {
  const useOf = new Map(Object.entries(uses).map(([column, use]) => [fold(column), use]));
  const folded = signs.map((sign) => sign.map(fold));
  return (columns) => {
    const names = columns.map(fold);
    if (!folded.some((sign) => sign.every((column) => names.includes(column)))) return null;
    return { statuses: {}, ...rest, uses: names.map((name) => useOf.get(name)) };
  };
}

/** The words of a status column, as they are in a file, with what they mean in this export. */
export function statusesOf({ statuses }: KnownExport, words: Iterable<string>) {
  const meanings = new Map(Object.entries(statuses).map(([word, status]) => [fold(word), status]));
  return Object.fromEntries(
    [...words].flatMap((word): [string, Status][] => {
      const status = meanings.get(fold(word));
      return status ? [[word, status]] : [];
    }),
  );
}

/** First Name, first_name and firstName are one, and so are past_due and Past due. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
