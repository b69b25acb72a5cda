/** The words that the page of a problem adds to those in the code of the functions. Markdown, no headings. */
export interface ProblemWords {
  means: string;
  /** The step that the caller should take. */
  todo: string;
  retry: Retry;
}

/** The use of sending the same call again: as it is, after a change only, or none at all. */
export type Retry = keyof typeof RETRY;

export const RETRY = {
  later:
    'Yes, unchanged. Wait as many seconds as `Retry-After` says, or one second, and longer each time. Every call is safe to repeat. The [SDK](/docs/sdk) does this for you.',
  again:
    'Yes, unchanged: nothing was stored. The [SDK](/docs/sdk) reports it to you instead of retrying.',
  moment: 'Yes, in a moment. Nothing happens twice.',
  changed: 'Not as it is: you’d get the same answer. Fix the call, then send it.',
  settled: 'Not until the cause is fixed: you would get the same answer.',
  never: 'No. Trying again won’t change anything.',
} as const;
