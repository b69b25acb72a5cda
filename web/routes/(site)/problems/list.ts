import type { SitePage } from '../site-page.ts';
import { BILLING_PROBLEMS } from './billing.ts';
import { SHARED_PROBLEMS } from './both.ts';
import { CALL_PROBLEMS } from './calls.ts';
import type { ProblemWords } from './words.ts';

/** What the file problem.ts of each function has. */
interface ProblemFile {
  PROBLEMS: Record<string, readonly [status: number, title: string]>;
  Problem: new (code: string, detail: string) => { document(requestId: string): object };
}

/** Where a code is answered, and as what. */
export interface Answered {
  /** The Edge Function. */
  by: string;
  status: number;
  title: string;
  /** The document of such an answer. */
  document(detail: string): object;
}

// Every function's own list: a new function has its pages by being there.
const FILES = import.meta.glob<ProblemFile>('/supabase/functions/*/problem.ts', { eager: true });

const REQUEST_ID = '2f1c6d0e-8f4b-4c1a-9a53-0c5a1d6b7e21';

/** Every code a problem document can have, with the functions that answer it. The API comes first. */
export const PROBLEMS: Map<string, Answered[]> = Map.groupBy(
  Object.entries(FILES)
    .toSorted(([a], [b]) => Number(b.includes('/ingest/')) - Number(a.includes('/ingest/')))
    .flatMap(([path, file]) => answersOf(path.split('/').at(-2)!, file)),
  ({ code }) => code,
);

export const WORDS: Record<string, ProblemWords> = {
  ...SHARED_PROBLEMS,
  ...CALL_PROBLEMS,
  ...BILLING_PROBLEMS,
};

/** A page for each code, where the `type` of its document leads. */
export const PROBLEM_PAGES: SitePage[] = [...PROBLEMS].map(([code, [first]]) => ({
  path: `/problems/${code}`,
  title: code,
  description: `${first!.status} ${code}: ${first!.title}. What it means, what to do and whether to try again.`,
  source: `problem:${code}`,
}));

function answersOf(by: string, { PROBLEMS, Problem }: ProblemFile) {
  return Object.entries(PROBLEMS).map(([code, [status, title]]) => ({
    code,
    by,
    status,
    title,
    document: (detail: string) => new Problem(code, detail).document(REQUEST_ID),
  }));
}
