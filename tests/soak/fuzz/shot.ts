import type { ProblemCode } from '../../../supabase/functions/_shared/contract/problems.ts';

export type Route = '/identify' | '/ping' | '/batch';

/** What must become of a call: taken, or refused with one of these codes. Undefined: not known before. */
export type Verdict = 'accepted' | ProblemCode[] | undefined;

/** One request, and what is known beforehand of its answer. */
export interface Shot {
  /** For whom reads of a failure. */
  what: string;
  route: Route;
  body: Buffer;
  verdict: Verdict;
  /** For a batch that is read at all: of each of its calls. */
  calls?: Verdict[];
  /** Instead of POST, the route, and the usual headers. Null leaves a header out. */
  method?: string;
  path?: string;
  headers?: Record<string, string | null>;
}
