import type { RequestEntry } from './log.ts';

/** What a route says. The handler turns it into a response. */
export interface Answer {
  status: number;
  body: unknown;
}

/** What a route is told about a request beside the request, and tells beside its answer. */
export interface Exchange {
  /** Where the request comes from. */
  address: string;
  /** More headers for the answer, whichever it will be. */
  headers: Record<string, string>;
  /** The route adds what the log should tell. */
  entry: RequestEntry;
}

export interface Route {
  /** What the Allow header says. GET includes HEAD. */
  method: 'GET' | 'POST';
  /** Throws a Problem to refuse. */
  answer(request: Request, exchange: Exchange): Answer | Promise<Answer>;
}
