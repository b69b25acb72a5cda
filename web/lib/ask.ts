import { UNREACHED_MESSAGE } from './unreached.ts';

/** An answer that is none. Its message is for the reader. */
export class Unanswered extends Error {
  /** True if whoever asked has to sign in first. */
  readonly isSignedOut: boolean;

  constructor(message: string, isSignedOut = false) {
    super(message);
    this.isSignedOut = isSignedOut;
  }
}

/** Posts JSON to a path of this site and returns the answer. Throws Unanswered. */
export async function ask<T>(path: string, body: object): Promise<T> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    // Whoever is not signed in is sent to a page, which is no answer.
    redirect: 'manual',
  }).catch(() => {
    throw new Unanswered(UNREACHED_MESSAGE);
  });
  if (response.type === 'opaqueredirect') {
    throw new Unanswered('Your session has ended. Nothing was changed.', true);
  }
  const answer = (await response.json().catch(() => ({}))) as T & { message?: string };
  if (response.ok) return answer;
  throw new Unanswered(answer.message ?? 'Nothing was changed. Try again.');
}
