import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import Papa from 'papaparse';
import type { SourceRow } from './sources/source.ts';

/** A CSV file of the rows that were not imported. It is made with the first of them. */
export class InvalidFile {
  count = 0;
  readonly path: string;
  readonly #columns: string[];
  #stream: WriteStream | undefined;

  constructor(path: string, columns: string[]) {
    this.path = path;
    this.#columns = columns;
  }

  async add({ cells, place }: SourceRow, reasons: string[]): Promise<void> {
    this.count++;
    if (!this.#stream) {
      this.#stream = createWriteStream(this.path);
      this.#stream.write('\ufeff');
      await this.#write([...this.#columns, 'Line', 'Problem']);
    }
    await this.#write([...cells.map(asText), String(place), reasons.join(' ')]);
  }

  async close(): Promise<void> {
    if (!this.#stream) return;
    this.#stream.end();
    await finished(this.#stream);
  }

  async #write(cells: string[]): Promise<void> {
    // Spreadsheets would run cells that begin like a formula.
    const line = Papa.unparse([cells], { escapeFormulae: true }) + '\r\n';
    if (!this.#stream!.write(line)) await once(this.#stream!, 'drain');
  }
}

function asText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}
