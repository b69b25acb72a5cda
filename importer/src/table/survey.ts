import { looksLikeEmail } from './email.ts';
import { guessColumns } from './guess.ts';
import type { Mapping } from './mapping.ts';
import { ColumnProfile } from './profile.ts';
import { countBreaks, type FileRecord } from './records.ts';
import type { FileShape } from './shape.ts';
import { quoteCell, Warnings, type ReadWarning } from './warnings.ts';

/**
 * All that the records of a file say about its columns. It keeps no record, so that a file of any
 * size is surveyed before the first of its rows is sent.
 */
export class Survey {
  readonly #warnings = new Warnings();
  /** Records that are no header. */
  rows = 0;
  /** True if the first record is a header. It is none when it holds an email. */
  hasNames = false;
  readonly #shape: FileShape;
  #titles: number;
  readonly #profiles: ColumnProfile[] = [];
  #names: string[] | undefined;

  /** `remarks`: what there is to say of how the file became records. */
  constructor(shape: FileShape, remarks: Iterable<ReadWarning> = []) {
    this.#shape = shape;
    this.#titles = shape.titles;
    for (const remark of remarks) this.#warnings.add(remark);
  }

  /** The number of records before the first row. */
  get recordsBeforeRows(): number {
    return this.#shape.titles + (this.hasNames ? 1 : 0);
  }

  add(record: FileRecord): void {
    if (this.#titles > 0) {
      this.#titles--;
      this.#warnOfTitle(record);
      return;
    }
    const isFirst = this.#names === undefined;
    if (isFirst) {
      this.hasNames = !record.cells.some(looksLikeEmail);
      this.#names = this.hasNames ? record.cells : [];
    }
    this.#warnOfQuotes(record);
    this.#warnOfDamage(record);
    if (isFirst && this.hasNames) return;
    this.rows++;
    this.#warnOfLength(record);
    record.cells.forEach((cell, at) => {
      if (cell.trim() !== '') this.#profile(at).add(unprotect(cell), record.line);
    });
  }

  /** The names of the columns: as many as the header or the longest row has. */
  get columns(): string[] {
    const names = this.#names ?? [];
    return nameColumns(names, Math.max(names.length, this.#profiles.length));
  }

  /**
   * The mapping that the file has when nobody says otherwise, and all that was guessed. Once, after
   * the last record.
   */
  conclude(): { mapping: Mapping; warnings: Warnings } {
    const { columns } = this;
    const profiles = columns.map((_, at) => this.#profile(at));
    const { mapping, warnings } = guessColumns(columns, profiles);
    for (const warning of warnings) this.#warnings.add(warning);
    return { mapping, warnings: this.#warnings };
  }

  /** The cells of a record, one for each of `width` columns. */
  static toRow({ cells }: FileRecord, width: number): string[] {
    return Array.from({ length: width }, (_, at) => unprotect(cells[at] ?? ''));
  }

  #profile(at: number): ColumnProfile {
    // Where semicolons part the cells, commas part the decimals.
    const usual = this.#shape.delimiter === ';' ? 'comma' : 'point';
    return (this.#profiles[at] ??= new ColumnProfile(usual));
  }

  #warnOfTitle({ cells, line }: FileRecord): void {
    const title = cells.find((cell) => cell.trim() !== '') ?? '';
    this.#warnings.add({
      kind: 'title_line',
      line,
      text: `${quoteCell(title)} is above the header row, so it’s treated as a title and skipped.`,
      isDoubt: false,
    });
  }

  #warnOfDamage({ cells, line }: FileRecord): void {
    cells.forEach((cell, at) => {
      if (!cell.includes('\ufffd')) return;
      this.#warnings.add({
        kind: 'unreadable_bytes',
        line,
        text: `${this.#nameOf(at)}: ${quoteCell(cell)} has unreadable characters, shown as \ufffd.`,
        isDoubt: true,
      });
    });
  }

  #warnOfQuotes({ cells, line, strayQuotes }: FileRecord): void {
    for (const at of strayQuotes) {
      this.#warnings.add({
        kind: 'stray_quote',
        line,
        text: `${this.#nameOf(at)}: ${quoteCell(cells[at]!)} begins with a quote that isn’t closed at the end of the cell. It’s read as text, with the quote.`,
        isDoubt: true,
      });
    }
    cells.forEach((cell, at) => {
      if (!this.#holdsRows(cell)) return;
      this.#warnings.add({
        kind: 'rows_in_cell',
        line,
        text: `${this.#nameOf(at)}: this quoted cell has ${countBreaks(cell) + 1} lines that look like rows. They’re read as one cell. If they are rows, a quote is missing or extra.`,
        isDoubt: true,
      });
    });
  }

  #warnOfLength({ cells, line }: FileRecord): void {
    const header = this.#names!.length;
    if (header === 0) return;
    // No separator can be missing its quotes in a sheet, which has a cell there or has none.
    const why =
      this.#shape.delimiter === undefined
        ? ''
        : ' A separator inside a cell may be missing its quotes.';
    const extra = cells.slice(header).find((cell) => cell.trim() !== '');
    if (extra === undefined) return;
    this.#warnings.add({
      kind: 'long_row',
      line,
      text: `This row has ${cells.length} cells, but the first line names ${header} ${header === 1 ? 'column' : 'columns'}. Extra cells, such as ${quoteCell(extra)}, become columns of their own.${why}`,
      isDoubt: true,
    });
  }

  #holdsRows(cell: string): boolean {
    const { delimiter } = this.#shape;
    if (delimiter === undefined || countBreaks(cell) === 0) return false;
    const width = this.#names!.length || 1;
    return cell.split(/[\r\n]+/).some((text) => {
      const cells = text.split(delimiter);
      return cells.length === width && cells.some(looksLikeEmail);
    });
  }

  #nameOf(at: number): string {
    return this.columns[at] ?? `Column ${at + 1}`;
  }
}

/** A cell without what programs put around what a spreadsheet would run or round: '+1 617… or ="02139". */
function unprotect(cell: string): string {
  if (cell.startsWith('="') && cell.endsWith('"')) return cell.slice(2, -1).replaceAll('""', '"');
  return /^'([=+\-@\t\r]|\d+$)/.test(cell) ? cell.slice(1) : cell;
}

/** Unique names for `width` columns, from what the first line says. */
function nameColumns(names: string[], width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, at) => {
    const wanted = names[at]?.replace(/\s+/g, ' ').trim() || `Column ${at + 1}`;
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted} ${n}`;
    taken.add(name);
    return name;
  });
}
