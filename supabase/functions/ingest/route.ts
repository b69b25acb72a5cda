import type { LogEntry } from './log.ts';
import type { Schemas } from './schema.ts';
import type { Store } from './store.ts';

/** What a route says. The handler turns it into a response. */
export interface Answer {
  status: number;
  body: unknown;
}

export interface Route {
  /** What the Allow header says. GET includes HEAD. */
  method: 'GET' | 'POST';
  /** Throws a Problem to refuse. Fills in what the log entry should tell. */
  answer(request: Request, entry: LogEntry): Answer | Promise<Answer>;
}

export interface Parts {
  store: Store;
  schemas: Schemas;
}
