import type { Intake } from '../../ingest/writing/intake.ts';
import type { Limiter } from '../../ingest/limits/limiter.ts';
import type { RequestEntry } from './log.ts';
import type { Rejections } from '../../ingest/limits/rejections.ts';
import type { Schemas } from '../contract/schema.ts';

/** What a route says. The handler turns it into a response. */
export interface Answer {
  status: number;
  body: unknown;
}

/** What a route is told about a request beside the request, and tells beside its answer. */
export interface Exchange {
  /** Where the request comes from. */
  address: string;
  /** The hash of the key, once it was read. */
  keyHash?: string;
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

export interface Parts {
  intake: Intake;
  limiter: Limiter;
  rejections: Rejections;
  schemas: Schemas;
}
