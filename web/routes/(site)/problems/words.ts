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
    'Yes, as it is. Wait as many seconds as `Retry-After` says, or a second, and longer each time. Every call is safe to repeat. The [SDK](/docs/sdk) does this by itself.',
  again:
    'Yes, as it is: nothing of it was stored. The [SDK](/docs/sdk) reports it to you instead of trying again.',
  moment: 'Yes, in a moment. Nothing is done twice.',
  changed: 'Not as it is: the answer would be the same. Change the call, then send it.',
  settled: 'Not before what is behind it has changed: the answer would be the same until then.',
  never: 'No. There is nothing left to do by trying again.',
} as const;
