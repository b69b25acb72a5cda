import { looksLikeEmail } from './email.ts';
import { TypeGuess, type ColumnType } from './types.ts';

/** More different words than this are no status. */
export const MAX_STATUSES = 30;

/** The traits that the cells of one column have in common, learned cell by cell. */
export class ColumnProfile {
  /** The different words in it; it stops past what a status may have. */
  readonly words = new Set<string>();
  readonly #type = new TypeGuess();
  #filled = 0;
  #emails = 0;

  add(cell: string): void {
    const word = cell.trim();
    if (word === '') return;
    this.#filled++;
    if (looksLikeEmail(word)) this.#emails++;
    if (this.words.size <= MAX_STATUSES) this.words.add(word);
    this.#type.add(word);
  }

  get isEmpty(): boolean {
    return this.#filled === 0;
  }

  /** The share of emails among the cells with something in them. */
  get emailShare(): number {
    return this.#filled === 0 ? 0 : this.#emails / this.#filled;
  }

  get type(): ColumnType {
    return this.#type.type;
  }
}

/** A profile for each column of rows that are all there. */
export function profileRows(columns: string[], rows: readonly string[][]): ColumnProfile[] {
  return columns.map((_, at) => {
    const profile = new ColumnProfile();
    for (const row of rows) profile.add(row[at] ?? '');
    return profile;
  });
}
