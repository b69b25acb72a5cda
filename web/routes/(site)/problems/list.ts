import { PROBLEMS, type ProblemCode } from '$contract/problems.ts';
import type { SitePage } from '../site-page.ts';
import { BILLING_PROBLEMS } from './billing.ts';
import { SHARED_PROBLEMS } from './both.ts';
import { CALL_PROBLEMS } from './calls.ts';
import type { ProblemWords } from './words.ts';

/** Every code a problem document can have. */
export const CODES = Object.keys(PROBLEMS) as ProblemCode[];

export const WORDS: Record<string, ProblemWords> = {
  ...SHARED_PROBLEMS,
  ...CALL_PROBLEMS,
  ...BILLING_PROBLEMS,
};

/** A page for each code, where the `type` of its document leads. */
export const PROBLEM_PAGES: SitePage[] = CODES.map((code) => {
  const [status, title] = PROBLEMS[code];
  return {
    path: `/problems/${code}`,
    title: code,
    description: `${status} ${code}: ${title}. What it means, what to do and whether to try again.`,
    source: `problem:${code}`,
  };
});
