import type { Mapping } from './table/mapping.ts';
import type { Warnings } from './table/warnings.ts';

/** The place where the lines go, and whether they may be written over. */
interface Screen {
  isTTY?: boolean;
  write(text: string): unknown;
}

const EVERY_MS = 200;
const MAX_REASONS = 10;

/** Tells how an import goes, and knows how far it is for certain. */
export class Progress {
  readonly #screen: Screen;
  readonly #now: () => number;
  readonly #began: number;
  readonly #underWay = new Set<number>();
  #sent = 0;
  #last = 0;
  #invalid = 0;
  #shownAt = 0;

  constructor(screen: Screen = process.stderr, now = () => performance.now()) {
    this.#screen = screen;
    this.#now = now;
    this.#began = now();
  }

  /** The row from which an import that ends now is to go on: all before it are done. */
  get next(): number {
    return this.#underWay.size > 0 ? Math.min(...this.#underWay) : this.#last + 1;
  }

  /** Rows a second so far. */
  get rate(): number {
    return this.#sent / Math.max(0.001, (this.#now() - this.#began) / 1000);
  }

  describe(columns: string[], { columns: uses }: Mapping): void {
    const used = uses.flatMap(({ use, key }, at) =>
      use === 'skip' ? [] : [`${columns[at]} → ${use === 'param' ? key : use}`],
    );
    const left = columns.filter((_, at) => uses[at]!.use === 'skip');
    this.#line(`Columns: ${used.join(', ')}`);
    if (left.length > 0) this.#line(`Skipped: ${left.join(', ')}`);
  }

  warn({ list, more }: Warnings): void {
    for (const { line, text } of list) {
      this.#line(`Warning: ${line === undefined ? '' : `line ${count(line)}: `}${text}`);
    }
    if (more > 0) this.#line(`And ${count(more)} more warnings like these.`);
  }

  /** A batch whose first row has this number is sent. */
  started(first: number): void {
    this.#underWay.add(first);
  }

  finished(first: number, last: number, rows: number): void {
    this.#underWay.delete(first);
    this.#last = Math.max(this.#last, last);
    this.#sent += rows;
    const now = this.#now();
    if (!this.#screen.isTTY || now - this.#shownAt < EVERY_MS) return;
    this.#shownAt = now;
    this.#screen.write(
      `\r${count(this.#sent)} rows, ${count(Math.round(this.rate))} per second\u001b[K`,
    );
  }

  invalid(place: number, reasons: string[]): void {
    this.#invalid++;
    if (this.#invalid > MAX_REASONS) return;
    this.#line(`Line ${place}: ${reasons.join(' ')}`);
    if (this.#invalid === MAX_REASONS) this.#line('Any more invalid rows are only in the file.');
  }

  end(): void {
    if (this.#screen.isTTY) this.#screen.write('\r\u001b[K');
  }

  #line(text: string): void {
    this.#screen.write(`${this.#screen.isTTY ? '\r\u001b[K' : ''}${text}\n`);
  }
}

export function count(value: number): string {
  return value.toLocaleString('en');
}
