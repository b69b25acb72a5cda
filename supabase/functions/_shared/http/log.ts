import type { GroupEntry, RequestEntry } from './log-entry.ts';
import { LogSums } from './log-sums.ts';

export type { GroupEntry, RequestEntry } from './log-entry.ts';

export interface Log {
  group(entry: GroupEntry): void;
  request(entry: RequestEntry): void;
}

/** Hosted Supabase drops what a function writes beyond 100 lines in so long. */
const WINDOW_MS = 10_000;
/** Lines of a window. What goes beyond is only counted. */
const REFUSALS = 15;
const WITH_A_REASON = 50;
const SLOW_MS = 1_000;

export interface LogOptions {
  now?: () => number;
  /** Runs something after so many milliseconds. */
  later?: (run: () => void, ms: number) => void;
}

/**
 * One JSON line for each request that was refused, wholly or in part, and each group that failed or took
 * long; what went well, and what there was no room for, is summed up every ten seconds. Nothing when `level`
 * is "off". `flush` writes the sums now, for an isolate that ends.
 */
export function createLog(
  level: string | undefined,
  write: (line: string) => void,
  { now = () => performance.now(), later = (run, ms) => void setTimeout(run, ms) }: LogOptions = {},
): Log & { flush(): void } {
  if (level === 'off') return { group() {}, request() {}, flush() {} };
  const sums = new LogSums();
  const tell = (entry: object) => write(JSON.stringify(entry));
  let began = -Infinity;
  let refusals = 0;
  let reasons = 0;
  let isDue = false;

  function flush(): void {
    for (const sum of sums.take()) tell(sum);
  }
  function sumLater(): void {
    if (isDue) return;
    isDue = true;
    later(() => {
      isDue = false;
      flush();
    }, WINDOW_MS);
  }
  function hasRoom(entry: { reason?: string }): boolean {
    if (now() - began >= WINDOW_MS) [began, refusals, reasons] = [now(), 0, 0];
    return entry.reason ? ++reasons <= WITH_A_REASON : ++refusals <= REFUSALS;
  }
  return {
    group(entry) {
      if (!entry.reason) sums.add(entry);
      const isRemarkable = entry.reason || entry.ms > SLOW_MS || entry.waited_ms > SLOW_MS;
      if (isRemarkable && hasRoom(entry)) tell(entry);
      else if (isRemarkable) sums.skip(entry);
      sumLater();
    },
    request(entry) {
      if (entry.status < 400 && entry.refused === undefined) return;
      if (hasRoom(entry)) return tell(entry);
      sums.skip(entry);
      sumLater();
    },
    flush,
  };
}

/** Counts one more call of a batch that was refused for this problem. */
export function countRefused(entry: RequestEntry, code: string): void {
  entry.refused ??= {};
  entry.refused[code] = (entry.refused[code] ?? 0) + 1;
}
