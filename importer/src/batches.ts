import type { SourceRow } from './sources/source.ts';
import type { ImportRow } from './table/rows.ts';

/** A row of a source, and what is sent of it. */
export interface Item {
  row: SourceRow;
  customer: ImportRow;
  /** Its number in the source, from 1, as --from counts. */
  number: number;
}

const MAX_ROWS = 500;
/** Of the 500 KiB that a request may have, with room for what surrounds the rows. */
const MAX_BYTES = 480 * 1024;

/** Groups rows into what one request takes. A row is at most 32 KB, so that one always fits. */
export async function* inBatches(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  let bytes = 0;
  for await (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item.customer)) + 1;
    if (batch.length === MAX_ROWS || (batch.length > 0 && bytes + size > MAX_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/**
 * Runs `work` on what comes, at most `width` at a time, and asks for more only when there is room.
 * Throws what the first failed one threw, once those under way have ended.
 */
export async function inParallel<T>(
  items: AsyncIterable<T>,
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  let failed: { cause: unknown } | undefined;
  for await (const item of items) {
    if (failed) break;
    const task = work(item)
      .catch((cause: unknown) => {
        failed ??= { cause };
      })
      .finally(() => running.delete(task));
    running.add(task);
    if (running.size >= width) await Promise.race(running);
  }
  await Promise.all(running);
  if (failed) throw failed.cause;
}
