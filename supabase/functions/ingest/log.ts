/** What is known of one request when it ends. Never an email, a key, or anything else a caller sent. */
export interface LogEntry {
  request_id: string;
  method: string;
  /** One of the routes, or 'unknown'. */
  route: string;
  status: number;
  /** From the first look at the request to its answer, waiting for the database included. */
  ms: number;
  calls: number;
  /** How many calls ended how: created, updated, unknown or a problem code. */
  outcomes: Record<string, number>;
  /** The code of the problem that answers the request. */
  code?: string;
  /** Why the database did not answer, or where the server made a mistake. */
  reason?: string;
}

export type Log = (entry: LogEntry) => void;

/** Counts one more call that ended in this way. */
export function countOutcome(entry: LogEntry, outcome: string): void {
  entry.calls++;
  entry.outcomes[outcome] = (entry.outcomes[outcome] ?? 0) + 1;
}

/** One JSON line for each request, or nothing when `level` is "off". */
export function createLog(level: string | undefined, write: (line: string) => void): Log {
  if (level === 'off') return () => {};
  return (entry) => write(JSON.stringify(entry));
}
