/** Something in a file that was read by a guess, for whoever imports to see before anything is written. */
export interface ReadWarning {
  kind:
    | 'encoding'
    | 'sheet'
    | 'formula'
    | 'unreadable_bytes'
    | 'title_line'
    | 'stray_quote'
    | 'rows_in_cell'
    | 'long_row'
    | 'email_column'
    | 'known_export'
    | 'newsletter'
    | 'counted_dates'
    | 'currency'
    | 'mixed_type'
    | 'thousands'
    | 'cut_number'
    | 'encoded_twice';
  /** The line of the file it is about, counted from 1. */
  line?: number;
  /** The finding and the guess, in one or two sentences. */
  text: string;
  /** True if the guess may well be wrong, so that a program asks before it goes on. */
  isDoubt: boolean;
}

/** Of one kind so many are kept, since a file may have as many as rows. */
const MAX_OF_A_KIND = 20;

/** The warnings of reading one file. */
export class Warnings {
  /** The first ones of each kind, in the order they were found. */
  readonly list: ReadWarning[] = [];
  /** The number of those that are not in the list. */
  more = 0;
  readonly #counts = new Map<ReadWarning['kind'], number>();

  static of(list: Iterable<ReadWarning>): Warnings {
    const warnings = new Warnings();
    for (const warning of list) warnings.add(warning);
    return warnings;
  }

  /** These without what was guessed of the email, for when somebody said which column it is. */
  withoutEmailColumn(): Warnings {
    const rest = Warnings.of(this.list.filter(({ kind }) => kind !== 'email_column'));
    rest.more = this.more;
    return rest;
  }

  add(warning: ReadWarning): void {
    const count = (this.#counts.get(warning.kind) ?? 0) + 1;
    this.#counts.set(warning.kind, count);
    if (count > MAX_OF_A_KIND) this.more++;
    else this.list.push(warning);
  }
}

/** A cell for a sentence: on one line, and short. */
export function quoteCell(cell: string): string {
  const text = cell.replace(/\s+/g, ' ').trim();
  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;
}
