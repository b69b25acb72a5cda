import type { RequestEntry } from './log.ts';

/** The answer of a route. The handler turns it into a response. */
export interface Answer {
  status: number;
  body: unknown;
}

/** The facts that a route is given beside the request, and those that it adds beside its answer. */
export interface RequestContext {
  /** The address that the request comes from. */
  address: string;
  /** More headers for the answer, whichever it will be. */
  headers: Record<string, string>;
  /** The route adds what the log should tell. */
  entry: RequestEntry;
}

export interface Route {
  /** HEAD is answered as GET, and promised nowhere: hosted Supabase lets none through. */
  method: 'GET' | 'POST' | 'DELETE';
  /** The methods in the Allow header, where its path takes more than its own. */
  allow?: string;
  /** Its name in the log, where its path names somebody. */
  name?: string;
  /** Throws a Problem to refuse. A Response is passed on, with the headers that every answer has. */
  answer(request: Request, context: RequestContext): Answer | Response | Promise<Answer | Response>;
}
