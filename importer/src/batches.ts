import type { Call } from './calls.ts';
import type { SourceRow } from './sources/source.ts';

/** A row and the calls that say what it says. */
export interface Item {
  row: SourceRow;
  calls: Call[];
  /** Its number in the source, from 1, as --from counts. */
  number: number;
}

const MAX_CALLS = 500;
/** Of the 500 KiB that a batch may have, with room for what surrounds the calls. */
const MAX_BYTES = 480 * 1024;

/** Groups rows into what one request takes. A row is at most 32 KB, so that one always fits. */
export async function* inBatches(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  let calls = 0;
  let bytes = 0;
  for await (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item.calls));
    if (batch.length > 0 && (calls + item.calls.length > MAX_CALLS || bytes + size > MAX_BYTES)) {
      yield batch;
      batch = [];
      calls = bytes = 0;
    }
    batch.push(item);
    calls += item.calls.length;
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
